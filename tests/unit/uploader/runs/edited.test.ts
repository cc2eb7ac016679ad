// Files of the user's folder that somebody has edited, against everything that a later run may bring.
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

  it.each(FORMATS)('keeps an edited %s where the bucket has nothing new, and says so', async (format) => {
    await bring(FIRST);
    await writeFile(at(format), EDITED);

    const fetched = await bring(FIRST);

    expect(fetched).toMatchObject({ isNew: false, kept: [{ path: at(format) }] });
    expect(await read(format)).toBe(EDITED);
    expect(await files()).toHaveLength(4);
  });

  it.each(FORMATS)(
    'keeps an edited %s beside a new version of the others, and lays its own beside it',
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
    ['the new version away', () => unlink(at('srt.new'))],
    ['nothing', async () => {}],
  ])('offers a version once, whoever took %s', async (_what, after) => {
    await bring(FIRST);
    await writeFile(at('srt'), EDITED);
    await bring(SECOND);
    await after();
    const before = await files();

    await bring(SECOND);

    expect(await files()).toEqual(before);
    expect(await read('srt')).toBe(EDITED);
  });

  it('takes a new version that was put into place for its own', async () => {
    await bring(FIRST);
    await writeFile(at('srt'), EDITED);
    await bring(SECOND);
    await writeFile(at('srt'), SECOND.srt);

    const fetched = await bring(FIRST);

    expect(fetched?.kept).toEqual([]);
    expect(await read('srt')).toBe(FIRST.srt);
    expect(await files()).toEqual(['video1.json', 'video1.srt', 'video1.txt', 'video1.vtt']);
  });

  it('replaces what nobody edited', async () => {
    await bring(FIRST);

    expect(await bring(SECOND)).toMatchObject({ isNew: true, kept: [] });
    for (const format of FORMATS) expect(await read(format)).toBe(SECOND[format]);
  });

  it('brings back what was deleted, and keeps what was edited beside it', async () => {
    await bring(FIRST);
    await unlink(at('vtt'));
    await writeFile(at('txt'), EDITED);

    expect(await bring(FIRST)).toMatchObject({ isNew: true, kept: [{ path: at('txt') }] });
    expect(await read('vtt')).toBe(FIRST.vtt);
    expect(await read('txt')).toBe(EDITED);
  });

  it('replaces all with --overwrite, and clears the new version away', async () => {
    await bring(FIRST);
    await writeFile(at('srt'), EDITED);
    await bring(SECOND);

    expect(await bring(SECOND, true)).toMatchObject({ isNew: true, kept: [] });
    expect(await read('srt')).toBe(SECOND.srt);
    expect(await files()).toHaveLength(4);
  });

  it('leaves a file alone that lies where a new version would', async () => {
    await bring(FIRST);
    await writeFile(at('srt'), EDITED);
    await writeFile(at('srt.new'), 'my own');

    expect((await bring(SECOND))?.kept).toEqual([{ path: at('srt') }]);
    expect(await read('srt.new')).toBe('my own');
  });

  it('reads a ledger whose last line is torn', async () => {
    await bring(FIRST);
    await appendFile(join(out, '.uploader/written.ndjson'), '{"path":"video1.s');
    await bring(SECOND);
    await writeFile(at('srt'), EDITED);

    await bring(FIRST);

    expect(await read('txt')).toBe(FIRST.txt);
    expect(await read('srt')).toBe(EDITED);
  });

  describe('in a folder of a version without a ledger', () => {
    it('replaces what says the same as the json beside it', async () => {
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
