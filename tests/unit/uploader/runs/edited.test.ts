// What later runs do with files that somebody has edited.
import { appendFile, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { render } from '../../../../services/shared/captions/render.ts';
import type { Transcript } from '../../../../services/shared/contracts/transcript.ts';
import { fetchTranscripts } from '../../../../services/uploader/runs/download.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aTranscript, fakeBucket } from '../../fakes.ts';

const FORMATS = ['txt', 'srt', 'vtt', 'json'] as const;
const EDITED = 'as somebody wrote it\n';

const saying = (text: string): Transcript => {
  const words = text.split(' ').map((word, at) => ({ start: at, end: at + 1, text: word, probability: 1 }));
  const segment = { start: 0, end: words.length, text, words };
  return aTranscript({ duration: words.length, segments: [segment] });
};

const FIRST = render(saying('the first version'));
const SECOND = render(saying('another version'));

describe('fetchTranscripts', () => {
  let out: string;
  beforeEach(() => {
    out = temporaryFolder();
  });

  const bring = async (texts: typeof FIRST, overwrite = false) => {
    const objects = Object.entries(texts).map(([format, text]) => [`video1.${format}`, text]);
    const bucket = fakeBucket('transcripts', Object.fromEntries(objects));
    const [fetched] = await fetchTranscripts(bucket, ['video1.mp4'], out, { overwrite });
    return fetched;
  };
  const at = (format: string) => join(out, `video1.${format}`);
  const read = (format: string) => readFile(at(format), 'utf8');
  const files = async () => (await readdir(out)).filter((name) => !name.startsWith('.')).sort();
  const forget = () => rm(join(out, '.uploader'), { recursive: true });

  it.each(FORMATS)('keeps and reports an edited %s if the bucket has nothing new', async (format) => {
    await bring(FIRST);
    await writeFile(at(format), EDITED);

    const fetched = await bring(FIRST);

    expect(fetched).toMatchObject({ isNew: false, kept: [{ path: at(format) }] });
    expect(await read(format)).toBe(EDITED);
    expect(await files()).toHaveLength(4);
  });

  it.each(FORMATS)(
    'keeps an edited %s, writes its new version beside it, and replaces the others',
    async (format) => {
      await bring(FIRST);
      await writeFile(at(format), EDITED);

      const fetched = await bring(SECOND);

      expect(fetched).toMatchObject({
        isNew: true,
        kept: [{ path: at(format), newVersion: `${at(format)}.new` }],
      });
      expect(await read(format)).toBe(EDITED);
      expect(await read(`${format}.new`)).toBe(SECOND[format]);
      for (const other of FORMATS) if (other !== format) expect(await read(other)).toBe(SECOND[other]);
    },
  );

  it.each([
    ['the user deletes it', () => unlink(at('srt.new'))],
    ['nothing happens to it', async () => {}],
  ])('offers a new version only once if %s', async (_what, after) => {
    await bring(FIRST);
    await writeFile(at('srt'), EDITED);
    await bring(SECOND);
    await after();
    const before = await files();

    await bring(SECOND);

    expect(await files()).toEqual(before);
    expect(await read('srt')).toBe(EDITED);
  });

  it('treats a new version that the user put in place as its own file', async () => {
    await bring(FIRST);
    await writeFile(at('srt'), EDITED);
    await bring(SECOND);
    await writeFile(at('srt'), SECOND.srt);

    const fetched = await bring(FIRST);

    expect(fetched?.kept).toEqual([]);
    expect(await read('srt')).toBe(FIRST.srt);
    expect(await files()).toEqual(['video1.json', 'video1.srt', 'video1.txt', 'video1.vtt']);
  });

  it('replaces files that nobody edited', async () => {
    await bring(FIRST);

    expect(await bring(SECOND)).toMatchObject({ isNew: true, kept: [] });
    for (const format of FORMATS) expect(await read(format)).toBe(SECOND[format]);
  });

  it('restores a deleted file, and keeps an edited one beside it', async () => {
    await bring(FIRST);
    await unlink(at('vtt'));
    await writeFile(at('txt'), EDITED);

    expect(await bring(FIRST)).toMatchObject({ isNew: true, kept: [{ path: at('txt') }] });
    expect(await read('vtt')).toBe(FIRST.vtt);
    expect(await read('txt')).toBe(EDITED);
  });

  it('replaces all files with --overwrite, and removes the new version', async () => {
    await bring(FIRST);
    await writeFile(at('srt'), EDITED);
    await bring(SECOND);

    expect(await bring(SECOND, true)).toMatchObject({ isNew: true, kept: [] });
    expect(await read('srt')).toBe(SECOND.srt);
    expect(await files()).toHaveLength(4);
  });

  it('keeps a file in the place of a new version', async () => {
    await bring(FIRST);
    await writeFile(at('srt'), EDITED);
    await writeFile(at('srt.new'), 'my own');

    expect((await bring(SECOND))?.kept).toEqual([{ path: at('srt') }]);
    expect(await read('srt.new')).toBe('my own');
  });

  it('reads a ledger with an incomplete last line', async () => {
    await bring(FIRST);
    await appendFile(join(out, '.uploader/written.ndjson'), '{"path":"video1.s');
    await bring(SECOND);
    await writeFile(at('srt'), EDITED);

    await bring(FIRST);

    expect(await read('txt')).toBe(FIRST.txt);
    expect(await read('srt')).toBe(EDITED);
  });

  describe('in a folder from a version without a ledger', () => {
    it('replaces files that match the json beside them', async () => {
      await bring(FIRST);
      await forget();

      expect(await bring(SECOND)).toMatchObject({ kept: [] });
      for (const format of FORMATS) expect(await read(format)).toBe(SECOND[format]);
    });

    it.each(FORMATS)('keeps an edited %s', async (format) => {
      await bring(FIRST);
      await forget();
      await writeFile(at(format), EDITED);

      const fetched = await bring(SECOND);

      expect(fetched?.kept).toContainEqual({ path: at(format), newVersion: `${at(format)}.new` });
      expect(await read(format)).toBe(EDITED);
    });
  });
});
