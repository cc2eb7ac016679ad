// Corrections and edits by hand in a folder of transcripts, after downloads and after `uploader correct`.
import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { render } from '../../../../services/shared/captions/render.ts';
import { Transcript } from '../../../../services/shared/contracts/transcript.ts';
import { applyCorrections, asHeard } from '../../../../services/shared/corrections/apply.ts';
import { type Correction, Corrections } from '../../../../services/shared/corrections/corrections.ts';
import { correctCourse } from '../../../../services/uploader/corrections/correct-course.ts';
import { makeCorrector } from '../../../../services/uploader/corrections/corrector.ts';
import { openCorrections } from '../../../../services/uploader/corrections/file.ts';
import { fetchTranscripts } from '../../../../services/uploader/runs/download.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aTranscript, fakeBucket } from '../../fakes.ts';
import { MADE, segmentOf, spoken } from '../../shared/corrections/lectures.ts';

const FORMATS = ['txt', 'srt', 'vtt', 'json'] as const;
const KEY = 'week1/lesson1/video1.mp4';
const LECTURE = 'week1/lesson1/video1';

const saying = (text: string, start = 0): Transcript =>
  aTranscript({ duration: 60, segments: [segmentOf(spoken(text, start))] });
const HEARD = saying('we use Cooper Netties every single day');
const AGAIN = saying('We use Cooper Netties, every single day!', 0.2);
const OTHER = saying('we all use Docker containers now', 0.2);

const correction: Correction = {
  ...{ lecture: LECTURE, start: 1, end: 1.9 },
  ...{ heard: ['Cooper', 'Netties'], written: ['Kubernetes'] },
  ...{ before: ['we', 'use'], after: ['every', 'single', 'day'], made: MADE },
};

describe('corrections of a folder', () => {
  let out: string;
  beforeEach(() => {
    out = temporaryFolder();
  });

  const at = (format: string, prefix = '') => join(out, `${prefix}${LECTURE}.${format}`);
  const read = (format: string) => readFile(at(format), 'utf8');
  const edit = async (format: string, from: string, to: string) =>
    writeFile(at(format), (await read(format)).replace(from, to));
  const save = (corrections: Correction[], prefix = '') =>
    writeFile(
      join(out, prefix, 'corrections.json'),
      JSON.stringify({ version: 1, corrections, glossary: ['Kubernetes'] }),
    );
  const saved = async () =>
    Corrections.parse(JSON.parse(await readFile(join(out, 'corrections.json'), 'utf8')));

  /** Downloads a transcript as a run does. */
  const bring = async (
    transcript: Transcript,
    {
      overwrite = false,
      prefix = '',
      stored = {},
    }: { overwrite?: boolean; prefix?: string; stored?: object } = {},
  ) => {
    const texts = render(transcript);
    const objects = FORMATS.map((format) => [`${prefix}${LECTURE}.${format}`, texts[format]]);
    const bucket = fakeBucket('transcripts', { ...Object.fromEntries(objects), ...stored });
    const correct = makeCorrector(out, { bucket, prefixOf: () => prefix, overwrite, warn: () => {} });
    const [fetched] = await fetchTranscripts(bucket, [`${prefix}${KEY}`], out, { overwrite, correct });
    return fetched;
  };
  /** Corrects the folder as `uploader correct` does. */
  const correct = async (folder = out, overwrite = false) => {
    const events: unknown[] = [];
    const unmatched = await correctCourse(folder, [LECTURE], {
      corrections: await openCorrections(folder),
      overwrite,
      signal: new AbortController().signal,
      corrected: (event) => void events.push(event),
    });
    return { events, unmatched };
  };

  it('are put into all four files, and the json keeps the engine’s words', async () => {
    await bring(HEARD);
    await save([correction]);

    const { events } = await correct();

    for (const format of FORMATS) expect(await read(format)).toContain('Kubernetes');
    expect(asHeard(Transcript.parse(JSON.parse(await read('json'))))).toEqual(HEARD);
    expect(events).toEqual([{ type: 'corrected', lecture: LECTURE, isNew: true, places: 1 }]);
  });

  it('are applied to a downloaded transcript before it is written', async () => {
    await save([correction]);

    const fetched = await bring(HEARD);

    expect(fetched).toMatchObject({
      isNew: true,
      firstWords: 'we use Kubernetes every single day',
      kept: [],
    });
    expect(await bring(HEARD)).toMatchObject({ isNew: false });
  });

  it('are applied again when the lecture is transcribed again', async () => {
    await bring(HEARD);
    await save([correction]);
    await correct();

    await bring(AGAIN);

    expect(await read('txt')).toBe('We use Kubernetes every single day!\n');
  });

  it('are reported and kept if they no longer match anything', async () => {
    await save([correction]);

    const fetched = await bring(OTHER);

    expect(fetched?.unmatched).toEqual([
      { start: 1, end: 1.9, heard: 'Cooper Netties', written: 'Kubernetes', reason: 'notFound' },
    ]);
    expect(await read('txt')).toBe('we all use Docker containers now\n');
    expect((await saved()).corrections).toEqual([correction]);
  });

  it('can be undone', async () => {
    await bring(HEARD);
    const before = await Promise.all(FORMATS.map(read));
    await save([correction]);
    await correct();
    await save([]);

    await correct();

    expect(await Promise.all(FORMATS.map(read))).toEqual(before);
  });

  it('leave a transcript without corrections unchanged, byte for byte', async () => {
    await bring(HEARD);
    await writeFile(at('json'), `${JSON.stringify({ ...HEARD, more: 1 }, null, 2)}\n`);
    const before = await Promise.all(FORMATS.map(read));

    expect(await correct()).toEqual({ events: [], unmatched: 0 });
    expect(await Promise.all(FORMATS.map(read))).toEqual(before);
  });

  it('do not recreate a file that somebody deleted', async () => {
    await bring(HEARD);
    await rm(at('vtt'));
    await save([correction]);

    await correct();

    await expect(read('vtt')).rejects.toThrow('ENOENT');
  });

  it('are stored at the top of the course', async () => {
    await bring(HEARD, { prefix: 'physics/' });
    await save([correction], 'physics');

    await correct(join(out, 'physics'));
    const again = await bring(HEARD, { prefix: 'physics/' });

    expect(await readFile(at('srt', 'physics/'), 'utf8')).toContain('Kubernetes');
    expect(again).toMatchObject({ isNew: false, kept: [] });
  });

  it('are copied from the bucket into the folder, unless the folder has later ones for the same words', async () => {
    const inBucket = (corrections: Correction[]) => ({
      stored: { 'corrections.json': JSON.stringify({ version: 1, corrections, glossary: ['etcd'] }) },
    });
    const early = { ...correction, written: ['K8s'], made: '2026-01-01T00:00:00.000Z' };
    const more = {
      ...{ ...correction, start: 3, end: 3.4, heard: ['day'], written: ['night'] },
      ...{ before: ['Netties', 'every', 'single'], after: [] },
    };
    await save([correction]);

    await bring(HEARD, inBucket([early, more]));

    expect(await saved()).toEqual({
      version: 1,
      corrections: [correction, more].map((one) => expect.objectContaining(one)),
      glossary: ['Kubernetes', 'etcd'],
    });
    expect(await read('txt')).toBe('we use Kubernetes every single night\n');
  });

  it('that Merge applied stay, even without a corrections.json', async () => {
    const { transcript } = applyCorrections(HEARD, [correction]);

    await bring(transcript);

    expect(await read('txt')).toBe('we use Kubernetes every single day\n');
  });

  describe.each(['txt', 'srt', 'vtt'] as const)('an edit by hand in the %s', (format) => {
    it.each([
      ['by the next run', () => bring(HEARD)],
      ['by a run with another model', () => bring(AGAIN)],
      ['by the command', () => correct()],
    ])('is saved as a correction %s', async (_title, act) => {
      await bring(HEARD);
      await edit(format, 'Cooper Netties', 'Kubernetes');

      const said = await act();

      expect(JSON.stringify(said)).toContain(JSON.stringify(at(format)));
      for (const other of FORMATS) expect(await read(other)).toContain('Kubernetes');
      expect(await saved()).toMatchObject({
        corrections: [{ lecture: LECTURE, heard: ['Cooper', 'Netties'], written: ['Kubernetes'] }],
      });
    });

    it('is saved as one correction, however often it is found', async () => {
      await bring(HEARD);
      await edit(format, 'Cooper Netties', 'Kubernetes');
      const edited = await read(format);
      await correct();
      // A run that is killed after it has saved the corrections leaves the edited file.
      await writeFile(at(format), `${edited} `);
      await correct();

      expect((await saved()).corrections).toHaveLength(1);
    });

    it('is added to the existing corrections', async () => {
      await bring(HEARD);
      await save([correction]);
      await correct();
      await edit(format, 'day', 'night');

      await correct();

      expect(await saved()).toMatchObject({
        corrections: [correction, { heard: ['day'], written: ['night'] }],
        glossary: ['Kubernetes'],
      });
      expect(await read('txt')).toBe('we use Kubernetes every single night\n');
    });

    it('is replaced with --overwrite and not saved as a correction', async () => {
      await bring(HEARD);
      await edit(format, 'Cooper Netties', 'Kubernetes');

      await bring(HEARD, { overwrite: true });

      expect(await read(format)).toBe(render(HEARD)[format]);
    });

    it('is reported and kept by the command if it is ambiguous, and replaced with --overwrite', async () => {
      await bring(HEARD);
      await writeFile(at(format), 'Something else altogether, which nobody has ever said\n');

      const kept = {
        type: 'corrected',
        lecture: LECTURE,
        isNew: false,
        places: 0,
        kept: [{ path: at(format) }],
      };
      expect((await correct()).events).toEqual([kept]);
      expect((await correct()).events).toEqual([kept]);
      expect(await read(format)).toContain('Something else');

      await correct(out, true);
      expect(await read(format)).toBe(render(HEARD)[format]);
      expect((await correct()).events).toEqual([]);
    });

    it('is kept by a run if it is ambiguous', async () => {
      await bring(HEARD);
      await writeFile(at(format), 'Something else altogether, which nobody has ever said\n');

      expect(await bring(AGAIN)).toMatchObject({
        kept: [{ path: at(format), newVersion: `${at(format)}.new` }],
      });
      expect(await read(format)).toContain('Something else');
    });

    it('is saved as a correction even without a record of written files, as in a copy of the bucket', async () => {
      await bring(HEARD);
      await rm(join(out, '.uploader'), { recursive: true });
      await edit(format, 'Cooper Netties', 'Kubernetes');
      const later = new Date(Date.now() + 60_000);
      await utimes(at(format), later, later);

      await correct();

      for (const other of FORMATS) expect(await read(other)).toContain('Kubernetes');
    });
  });

  it('are not taken from two files with contradictory edits', async () => {
    await bring(HEARD);
    await edit('txt', 'Cooper Netties', 'Kubernetes');
    await edit('srt', 'Cooper Netties', 'K8s');

    expect(await bring(HEARD)).toMatchObject({ kept: [{ path: at('txt') }, { path: at('srt') }] });
  });

  it.each([
    ['an incomplete corrections.json', '{"version":1,"corr', /is not valid JSON, or is cut off/],
    [
      'a corrections.json of a later version',
      '{"version":2,"corrections":[]}',
      /this version can read: version: expected 1/,
    ],
    ['a file of another kind', '[]', /this version can read: the whole file: expected object/],
  ])('are refused and left unchanged in %s', async (_title, text, words) => {
    await writeFile(join(out, 'corrections.json'), text);

    await expect(bring(HEARD)).rejects.toThrow(words);
    expect(await readFile(join(out, 'corrections.json'), 'utf8')).toBe(text);
  });
});
