// Something in the place of a transcript that is not a readable file is kept and reported; other transcripts are written.
import { execFile } from 'node:child_process';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { render } from '../../../../services/shared/captions/render.ts';
import { fetchTranscripts } from '../../../../services/uploader/runs/download.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aTranscript, fakeBucket } from '../../fakes.ts';

const TEXTS = render(aTranscript());
const KEYS = ['lesson1/video1.mp4', 'lesson2/video1.mp4'];

describe('fetchTranscripts with something in the way', () => {
  let out: string;
  beforeEach(() => {
    out = temporaryFolder();
  });

  const bucket = fakeBucket(
    'transcripts',
    Object.fromEntries(
      KEYS.flatMap((key) =>
        Object.entries(TEXTS).map(([format, text]) => [key.replace('mp4', format), text]),
      ),
    ),
  );

  it.each([
    ['a folder', (path: string) => mkdir(path), /is a folder, not a file\. Rename or remove it/],
    ['a pipe', (path: string) => promisify(execFile)('mkfifo', [path]), /is a pipe, not a file/],
    ['a link to a device', (path: string) => symlink('/dev/zero', path), /is a device, not a file/],
    ['a link to itself', (path: string) => symlink(path, path), /link that loops/],
  ])('reports %s, and writes the other transcripts', async (_what, put, message) => {
    await mkdir(join(out, 'lesson1'));
    await put(join(out, 'lesson1/video1.srt'));
    const missing: [string, Error][] = [];

    const fetched = await fetchTranscripts(bucket, KEYS, out, {
      missing: (key, error) => void missing.push([key, error]),
    });

    expect(missing).toEqual([
      ['lesson1/video1.mp4', expect.objectContaining({ message: expect.stringMatching(message) })],
    ]);
    expect(fetched.map(({ key }) => key)).toEqual(['lesson2/video1.mp4']);
  });

  it('reports a file in the place of a folder of the course', async () => {
    await writeFile(join(out, 'lesson1'), 'my notes');
    const missing: string[] = [];

    await fetchTranscripts(bucket, KEYS, out, { missing: (key) => void missing.push(key) });

    expect(missing).toEqual(['lesson1/video1.mp4']);
    expect(await readFile(join(out, 'lesson1'), 'utf8')).toBe('my notes');
    expect(await readFile(join(out, 'lesson2/video1.txt'), 'utf8')).toBe(TEXTS.txt);
  });
});
