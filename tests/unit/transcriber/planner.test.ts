import { access, readdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { EngineFailed, VideoUnreadable } from '../../../services/shared/contracts/errors.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { type Options, Plan } from '../../../services/shared/contracts/steps.ts';
import type { Engine } from '../../../services/transcriber/engine/engine.ts';
import { makePlanner } from '../../../services/transcriber/planner.ts';
import { anEngineIdentity, etagOf, fakeBucket } from '../fakes.ts';
import { spans } from './examples.ts';
import { aDecoded, decodesBytes, fakeEngine } from './fake-engine.ts';

const run = '20261122T151500Z-a1b2';
const key = 'week1/lesson 1 + é.mp4';
const video = { etag: etagOf('video'), size: 5, metadata: {} };

/** A soundtrack of 240 s, two pieces for the VAD, with `speech` in the first. */
const prepare = (fields: Partial<Engine> = {}, speech = spans('10-58 60-110')) => {
  const videos = fakeBucket('videos', { [key]: 'video' });
  const found = [...speech];
  const engine = fakeEngine({
    workers: 2,
    decode: decodesBytes(240 * 32_000),
    // Only in the first piece.
    findSpeech: async () => found.splice(0),
    ...fields,
  });
  const planner = makePlanner({ videos, engine, chunkSeconds: 50 });
  const plan = (options: Options = {}, found = video) => planner({ run, key, video: found, options });
  return { videos, plan };
};

describe('makePlanner', () => {
  it('leaves the soundtrack, and a plan with its speech and chunks', async () => {
    const { videos, plan } = prepare();

    const planned = await plan();

    expect(planned).toMatchObject({
      source: { key, etag: video.etag, size: 5 },
      engine: anEngineIdentity(),
      language: 'en',
      duration: 240,
      lostSeconds: 0,
      speech: spans('10-58 60-110'),
      chunks: spans('0-59.5 59.5-240'),
    });
    expect(await videos.readJson(keys.plan(run, key), Plan)).toEqual(planned);
    expect((await videos.head(keys.soundtrack(run, key)))?.size).toBe(240 * 32_000);
  });

  it('names the file from which the uploader made the object', async () => {
    const modified = '2026-11-22T15:15:00.123Z';
    const metadata = { 'source-sha256': 'abc', 'source-size': '500', 'source-mtime': modified };

    const { source } = await prepare().plan({}, { ...video, metadata });

    expect(source).toEqual({ key, etag: video.etag, size: 5, sha256: 'abc', fileSize: 500, modified });
  });

  it('leaves a plan without chunks if nobody speaks', async () => {
    const { videos, plan } = prepare({}, []);

    expect(await plan()).toMatchObject({ speech: [], chunks: [] });
    expect(await videos.head(keys.plan(run, key))).toBeDefined();
  });

  it('says how much is missing from a truncated file', async () => {
    const decode: Engine['decode'] = async (...task) => ({
      ...(await decodesBytes(64_000)(...task)),
      lostSeconds: 52.1,
    });

    expect(await prepare({ decode }, []).plan()).toMatchObject({ duration: 2, lostSeconds: 52.1 });
  });

  it('passes the requested soundtrack to the decoder, and the options to the engine', async () => {
    const asked: unknown[] = [];
    const { plan } = prepare({
      identity: async (options) => {
        asked.push(options);
        return anEngineIdentity();
      },
      decode: async (path, name, sink, options) => {
        asked.push(await readFile(path, 'utf8'), name, options);
        return decodesBytes(2)(path, name, sink, options);
      },
    });

    await plan({ audioTrack: 2, quality: 'best' });

    expect(asked).toEqual([
      { audioTrack: 2, quality: 'best' },
      'video',
      key,
      expect.objectContaining({ audioTrack: 2 }),
    ]);
  });

  it('removes what an earlier attempt left, and nothing of other videos', async () => {
    const { videos, plan } = prepare({}, []);
    await videos.write(keys.chunkWords(run, key, 7), 'old');
    await videos.write(keys.chunkWords(run, 'other.mp4', 0), 'of another video');

    await plan();

    expect(await videos.head(keys.chunkWords(run, key, 7))).toBeUndefined();
    expect(await videos.head(keys.chunkWords(run, 'other.mp4', 0))).toBeDefined();
  });

  it('removes the video from the disk once it is decoded, and its folder at the end', async () => {
    const folders: string[] = [];
    const { plan } = prepare({
      identity: async () =>
        anEngineIdentity({ settings: { ...anEngineIdentity().settings, language: 'auto' } }),
      decode: async (path, ...task) => {
        folders.push(dirname(path));
        return decodesBytes(240 * 32_000)(path, ...task);
      },
      detectLanguage: async () => {
        expect(await readdir(folders[0] ?? '/')).toEqual([]);
        return { language: 'de', probability: 0.9 };
      },
    });

    await plan();

    expect(folders).toHaveLength(1);
    await expect(access(folders[0] ?? '/')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('hears the first place for a language while the rest is decoded, and no place twice', async () => {
    const detected: Buffer[] = [];
    const isAsked = Promise.withResolvers<void>();
    const speaking = spans('5-119');
    const { plan } = prepare(
      {
        identity: async () =>
          anEngineIdentity({ settings: { ...anEngineIdentity().settings, language: 'auto' } }),
        findSpeech: async () => speaking,
        decode: async (_path, _name, sink) => {
          await sink(
            (async function* () {
              yield Buffer.alloc(130 * 32_000, 1);
              await isAsked.promise;
              yield Buffer.alloc(110 * 32_000, 2);
            })(),
          );
          return aDecoded({ seconds: 240 });
        },
        detectLanguage: async (sound) => {
          detected.push(sound);
          isAsked.resolve();
          return { language: 'de', probability: 0.9 };
        },
      },
      [],
    );

    expect((await plan()).language).toBe('de');

    expect(detected.map(({ length }) => length / 32_000)).toEqual([15, 15, 15]);
    expect(detected[0]?.every((byte) => byte === 1)).toBe(true);
  });

  it.each([
    [
      'the detector',
      { findSpeech: () => Promise.reject(new EngineFailed('It listed 0 of 1')) },
      'EngineFailed',
    ],
    ['the decoder', { decode: () => Promise.reject(new VideoUnreadable(key, 'broken')) }, 'VideoUnreadable'],
    ['the engine', { identity: () => Promise.reject(new EngineFailed('No model')) }, 'EngineFailed'],
  ])('writes no plan if %s fails', async (_what, fields, name) => {
    const { videos, plan } = prepare(fields);

    await expect(plan()).rejects.toMatchObject({ name });

    expect(await videos.head(keys.plan(run, key))).toBeUndefined();
  });
});
