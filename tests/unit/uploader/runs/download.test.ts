import { randomUUID } from 'node:crypto';
import { readdir, readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { Transcript } from '../../../../services/shared/contracts/transcript.ts';
import { fetchTranscripts, firstWords } from '../../../../services/uploader/runs/download.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aSettings } from '../../../fixtures/transcript.ts';
import { aTranscript, fakeBucket, readsOf } from '../../fakes.ts';

describe('firstWords', () => {
  const sixty = `${'word '.repeat(11)}words`;

  it.each([
    ['a whole short text', 'And so, my fellow Americans.\n', 'And so, my fellow Americans.'],
    ['a whole text of sixty characters', sixty, sixty],
    ['whole words of a longer text', `${sixty} more`, `${sixty} …`],
    ['no part of a word', `${'word '.repeat(11)}wordsandmore`, `${'word '.repeat(11).trim()} …`],
    ['the beginning of a text without spaces', 'x'.repeat(100), `${'x'.repeat(60)} …`],
    ['paragraphs on one line', 'One.\n\nTwo.\n', 'One. Two.'],
  ])('returns %s', (_what, text, expected) => {
    expect(firstWords(text, true)).toBe(expected);
  });

  it.each([
    ['', true, '(speech, but no words)'],
    [' \n', true, '(speech, but no words)'],
    ['', false, '(no speech found)'],
    [' \n', false, '(no speech found)'],
  ])('replaces the text %j (speech: %s) with %s', (text, hasSpeech, expected) => {
    expect(firstWords(text, hasSpeech)).toBe(expected);
  });
});

describe('fetchTranscripts', () => {
  let out: string;
  beforeEach(() => {
    out = join(temporaryFolder(), 'deep/out');
  });

  const transcriptsOf = (name: string, text: string, fields: Partial<Transcript> = {}) => ({
    ...Object.fromEntries(['txt', 'srt', 'vtt'].map((format) => [`${name}.${format}`, `${format}: ${text}`])),
    [`${name}.json`]: JSON.stringify(aTranscript(fields)),
  });

  const fetchFrom = (
    bodies: Record<string, string>,
    names: string[],
    options?: Parameters<typeof fetchTranscripts>[3],
  ) =>
    fetchTranscripts(
      fakeBucket('transcripts', bodies),
      names.map((name) => `${name}.mp4`),
      out,
      options,
    );

  it('writes all formats of all videos to the folder', async () => {
    const names = ['week1/lesson1/video1', 'week 2/it’s 100% + é 👋'];
    const bodies = Object.assign({}, ...names.map((name) => transcriptsOf(name, 'And so')));

    const fetched = await fetchFrom(bodies, names);

    const rest = { isNew: true, firstWords: 'txt: And so', gaps: [], lostSeconds: 0, kept: [] };
    expect(fetched).toEqual(
      names.map((name) => ({ key: `${name}.mp4`, path: join(out, `${name}.txt`), ...rest })),
    );
    for (const [name, body] of Object.entries(bodies)) {
      expect(await readFile(join(out, name), 'utf8')).toBe(body);
    }
  });

  it('returns a detected language, but not a given one', async () => {
    const settings = (language: string) => ({
      engine: { ...aTranscript().engine, settings: aSettings({ language }) },
    });
    const bodies = {
      ...transcriptsOf('found', 'Also', { language: 'de', ...settings('auto') }),
      ...transcriptsOf('asked', 'Also', { language: 'de', ...settings('de') }),
      ...transcriptsOf('silent', '', { language: 'auto', hasSpeech: false, ...settings('auto') }),
    };

    const fetched = await fetchFrom(bodies, ['found', 'asked', 'silent']);

    expect(fetched.map(({ language }) => language)).toEqual(['de', undefined, undefined]);
  });

  it('returns doubts about language and speech', async () => {
    const doubts = { languageDoubted: true, unsure: [{ start: 1, end: 20 }] };
    const [fetched] = await fetchFrom(transcriptsOf('video1', 'Also', doubts), ['video1']);

    expect(fetched?.doubts).toEqual({ ...doubts, model: 'tiny.en-q8_0', duration: 60 });
  });

  it('replaces older transcripts, and leaves no other files', async () => {
    await fetchFrom(transcriptsOf('video1', 'old'), ['video1']);

    await fetchFrom(transcriptsOf('video1', 'new'), ['video1']);

    expect(await readFile(join(out, 'video1.srt'), 'utf8')).toBe('srt: new');
    const formats = ['json', 'srt', 'txt', 'vtt'].map((format) => `video1.${format}`);
    expect((await readdir(out)).toSorted()).toEqual(['.uploader', ...formats]);
  });

  it('removes the temporary files of a killed run', async () => {
    const bucket = fakeBucket('transcripts', transcriptsOf('video1', 'And so'));
    await fetchTranscripts(bucket, ['video1.mp4'], out);
    const left = join(out, `.${randomUUID()}.part`);
    await writeFile(left, 'And');
    await utimes(left, new Date(0), new Date(0));

    await fetchTranscripts(bucket, ['video1.mp4'], out);

    expect(await readdir(out)).not.toContain(basename(left));
  });

  it.each([
    ['from another version', '{"segments":[]}'],
    ['incomplete', '{"segm'],
  ])('skips a transcript whose json is %s, and writes the others', async (_what, json) => {
    const odd = { ...transcriptsOf('odd', 'x'), 'odd.json': json };
    const missing = jest.fn();

    const fetched = await fetchFrom({ ...transcriptsOf('video1', 'a'), ...odd }, ['odd', 'video1'], {
      missing,
    });

    expect(fetched).toMatchObject([{ key: 'video1.mp4' }]);
    expect(missing.mock.calls).toMatchObject([
      ['odd.mp4', { message: expect.stringMatching(/odd\.json in transcripts/) }],
    ]);
    expect(await readdir(out)).not.toContain('odd.txt');
  });

  it('returns what each transcript lacks', async () => {
    const gaps = [
      { start: 12.5, end: 20 },
      { start: 754.2, end: 760 },
    ];
    const coverage = { speechSeconds: 100, coveredSeconds: 86.7, ratio: 0.867, gaps };
    const bodies = {
      ...transcriptsOf('gaps', 'And so', { coverage }),
      ...transcriptsOf('cut', 'And so', { lostSeconds: 12.3 }),
    };

    const fetched = await fetchFrom(bodies, ['gaps', 'cut']);

    expect(fetched).toMatchObject([
      { key: 'gaps.mp4', gaps, lostSeconds: 0 },
      { key: 'cut.mp4', gaps: [], lostSeconds: 12.3 },
    ]);
  });

  it('names a missing transcript', async () => {
    const { 'video1.vtt': _gone, ...rest } = transcriptsOf('video1', 'And so');

    await expect(fetchFrom(rest, ['video1'])).rejects.toMatchObject({
      name: 'UserError',
      message: 'video1.vtt is not in transcripts.',
    });
  });

  const inodes = async () => {
    const names = (await readdir(out)).toSorted();
    return Promise.all(names.map(async (name) => [name, (await stat(join(out, name))).ino]));
  };

  it('neither reads nor writes files that the folder already has, but returns their content', async () => {
    const bucket = fakeBucket('transcripts', transcriptsOf('video1', 'And so'));
    const [first] = await fetchTranscripts(bucket, ['video1.mp4'], out);
    const before = await inodes();
    const reads = readsOf(bucket);

    const again = await fetchTranscripts(bucket, ['video1.mp4'], out);

    expect(again).toEqual([{ ...first, isNew: false }]);
    expect(reads).toEqual([]);
    expect(await inodes()).toEqual(before);
  });

  it('writes only the file that differs, even if its length is the same', async () => {
    const bucket = fakeBucket('transcripts', transcriptsOf('video1', 'old'));
    await fetchTranscripts(bucket, ['video1.mp4'], out);
    await bucket.write('video1.vtt', 'vtt: new');
    const reads = readsOf(bucket);

    expect(await fetchTranscripts(bucket, ['video1.mp4'], out)).toMatchObject([{ isNew: true }]);
    expect(await readFile(join(out, 'video1.vtt'), 'utf8')).toBe('vtt: new');
    expect(reads).toEqual(['video1.vtt']);
  });

  it('compares the contents if the ETag is not an MD5', async () => {
    const bucket = fakeBucket('transcripts', transcriptsOf('video1', 'And so'));
    for (const object of bucket.objects.values()) object.etag = 'of-a-key-of-its-own';
    await fetchTranscripts(bucket, ['video1.mp4'], out);
    const before = await inodes();

    expect(await fetchTranscripts(bucket, ['video1.mp4'], out)).toMatchObject([{ isNew: false }]);
    expect(await inodes()).toEqual(before);
  });

  it.each(['../video1', '../out2/video1', 'week1/../../video1', '../../video1'])(
    'writes nothing for the key %s, which leads out of the folder',
    async (name) => {
      await expect(fetchFrom(transcriptsOf(name, 'a'), [name])).rejects.toThrow(
        `${name}.txt was not written: its name points outside ${out}.`,
      );
    },
  );

  it('reports transcripts in the given order, and continues after a missing one', async () => {
    const names = Array.from({ length: 30 }, (_, index) => `video${index}`);
    const bodies = Object.assign({}, ...names.map((name) => transcriptsOf(name, name)));
    const { 'video7.srt': _gone, ...rest } = bodies;
    const told: string[] = [];
    const missing: string[] = [];
    const bucket = fakeBucket('transcripts', rest);
    const { readText } = bucket;
    bucket.readText = async (key) => {
      if (key.startsWith('video0.')) await sleep(50);
      return readText(key);
    };

    const fetched = await fetchTranscripts(
      bucket,
      names.map((name) => `${name}.mp4`),
      out,
      {
        fetched: ({ key }) => void told.push(key),
        missing: (key, { message }) => void missing.push(`${key}: ${message}`),
      },
    );

    expect(missing).toEqual(['video7.mp4: video7.srt is not in transcripts.']);
    expect(told).toEqual(names.filter((name) => name !== 'video7').map((name) => `${name}.mp4`));
    expect(told).toEqual(fetched.map(({ key }) => key));
    expect(fetched).toHaveLength(29);
  });

  it('does nothing without videos', async () => {
    expect(await fetchFrom({}, [])).toEqual([]);
  });
});
