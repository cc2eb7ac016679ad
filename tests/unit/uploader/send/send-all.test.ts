// Uploads without interruptions (resume.test.ts) or other runs (conflicts.test.ts).

import { randomBytes } from 'node:crypto';
import { readFile, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import { useEach } from '../../../fixtures/use-each.ts';
import { etagOf, sumOf } from '../../fakes.ts';
import { MIB, openBench } from './sending.ts';

describe('sendAll', () => {
  const bench = useEach(openBench);

  it.each(['one.mp4', 'week 1/it\'s + 100% "é"<&>?#.mp4', 'Füße/日本 👋🏽.mp4'])(
    'sends a small file to %j in one request, with its identity',
    async (key) => {
      const path = await bench.aFile('a.mp4', 'one');
      const time = new Date('2026-11-22T15:15:00.123Z');
      await utimes(path, time, time);

      const { sent, started, bytes } = await bench.send([bench.toSend(key, path)]);

      expect(sent).toEqual(new Map([[key, { etag: etagOf('one'), size: 3 }]]));
      expect(started).toEqual([{ key, size: 3, kind: 'video', resumed: 0 }]);
      expect(bytes).toBe(3);
      expect(await bench.videos.head(key)).toEqual({
        etag: etagOf('one'),
        size: 3,
        metadata: {
          'source-size': '3',
          'source-mtime': '2026-11-22T15:15:00.123Z',
          'source-sha256': sumOf('one'),
        },
      });
      expect(await bench.videos.readText(key)).toBe('one');
    },
  );

  it('sends a large file in parts, each once, and leaves no record', async () => {
    const body = randomBytes(33 * MIB + 7);
    const path = await bench.aFile('large.mp4', body);

    const { sent, bytes } = await bench.send([bench.toSend('large.mp4', path)]);

    expect(bench.requests.filter((name) => name.startsWith('P')).toSorted()).toEqual([
      'POST end',
      'POST uploads',
      ...[1, 2, 3, 4, 5].map((part) => `PUT part ${part}`),
    ]);
    expect(bytes).toBe(body.length);
    const there = await bench.videos.head('large.mp4');
    expect(there).toMatchObject({ size: body.length, metadata: { 'source-sha256': sumOf(body) } });
    expect(sent.get('large.mp4')).toEqual({ etag: there?.etag, size: body.length });
    await bench.videos.download('large.mp4', join(bench.folder, 'copy'));
    expect((await readFile(join(bench.folder, 'copy'))).equals(body)).toBe(true);
    expect(await Array.fromAsync(bench.videos.list(keys.uploads))).toEqual([]);
  });

  it('sends a soundtrack with the identity of the video, and releases it', async () => {
    const video = await bench.aFile('a.mp4', 'a whole video');
    const path = await bench.aFile('a.m4a', 'sound');
    const log: string[] = [];
    const release = async () => void log.push('released');

    const file = bench.toSend('a.mp4', video, { path, size: 5, kind: 'soundtrack', release });
    await bench.send([file]);

    expect(await bench.videos.readText('a.mp4')).toBe('sound');
    const { metadata } = (await bench.videos.head('a.mp4')) ?? {};
    expect(metadata).toMatchObject({ 'source-size': '13', 'source-sha256': sumOf('a whole video') });
    expect(log).toEqual(['released']);
  });

  it('sends many files, and prepares at most two files ahead', async () => {
    const path = await bench.aFile('a.mp4', 'a');
    let ahead = 0;
    let most = 0;
    const files = Array.from({ length: 60 }, (_, index) => {
      const file = bench.toSend(`${index}.mp4`, path);
      const prepare = async () => {
        ahead += 1;
        most = Math.max(most, ahead);
        await setImmediate();
        ahead -= 1;
        return file.prepare();
      };
      return { ...file, prepare };
    });

    const { sent } = await bench.send(files);

    expect(sent.size).toBe(60);
    expect(most).toBe(2);
    expect(bench.requests.filter((name) => name === 'PUT')).toHaveLength(60);
  });

  it('stops the other files after the first failure, and throws that', async () => {
    const path = await bench.aFile('a.mp4', 'a');
    const gone = bench.toSend('gone.mp4', join(bench.folder, 'nowhere'));
    const others = Array.from({ length: 20 }, (_, index) => bench.toSend(`${index}.mp4`, path));

    await expect(bench.send([gone, ...others])).rejects.toMatchObject({ name: 'FileFault' });

    expect((await Array.fromAsync(bench.videos.list(''))).length).toBeLessThan(20);
  });

  it('sends nothing if it is interrupted before it starts', async () => {
    const path = await bench.aFile('a.mp4', 'a');

    const sending = bench.send([bench.toSend('a.mp4', path)], { signal: AbortSignal.abort() });

    await expect(sending).rejects.toMatchObject({ name: 'AbortError' });
    expect(bench.requests.filter((name) => name.startsWith('P'))).toEqual([]);
    expect((await stat(path)).size).toBe(1);
  });
});
