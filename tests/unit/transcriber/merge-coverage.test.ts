import { describe, expect, it } from '@jest/globals';
import { keys } from '../../../services/shared/contracts/keys.ts';
import type { Options } from '../../../services/shared/contracts/steps.ts';
import { makeMerge } from '../../../services/transcriber/merge.ts';
import { anError } from '../../fixtures/an-error.ts';
import { aPlan, fakeBucket } from '../fakes.ts';
import { segment, spans } from './examples.ts';

const run = '20261122T151500Z-a1b2';
const key = 'week1/lesson1.mp4';

/** A video of an hour; by default, with 100 s of speech, and words for the first 90 s. */
const prepare = async ({ speech = '0-100', lostSeconds = 0, minCoverage = 0, words = '0-89.5' }) => {
  const videos = fakeBucket('videos');
  const transcripts = fakeBucket('transcripts');
  const plan = aPlan({ duration: 3_600, speech: spans(speech), lostSeconds });
  const segments = spans(words).map(({ start, end }) => segment(start, end));
  await videos.writeJson(keys.plan(run, key), plan);
  await videos.writeJson(keys.chunkWords(run, key, 0), {
    stretches: [{ start: 0, end: 3_600, segments }],
    seconds: 4,
  });
  const merge = makeMerge({ buckets: { videos, transcripts }, minCoverage });
  const mergeWith = (Options?: Options) => merge({ run, item: { Key: key, Options } });
  return { transcripts, mergeWith };
};

describe('makeMerge, measuring how much speech has words,', () => {
  it.each([
    ['requires nothing by default', 0, undefined],
    ['requires nothing if the item says so', 1, { minCoverage: 0 }],
    ['accepts exactly what the stack requires', 0.9, undefined],
    ['accepts exactly what the item requires', 0.95, { minCoverage: 0.9 }],
  ])('%s', async (_what, minCoverage, options) => {
    const { transcripts, mergeWith } = await prepare({ minCoverage });

    await mergeWith(options);

    expect(transcripts.objects.size).toBe(4);
  });

  it.each([
    ['the stack', 0.91, undefined, '91.0 %'],
    ['the item', 0, { minCoverage: 0.955 }, '95.5 %'],
    ['the item, and the stack for less', 0.5, { minCoverage: 1 }, '100.0 %'],
  ])('refuses less than %s requires, writes nothing and names what is missing', async (...given) => {
    const [, minCoverage, options, asked] = given;
    const { transcripts, mergeWith } = await prepare({ minCoverage });

    await expect(mergeWith(options)).rejects.toEqual(
      anError('CoverageTooLow', `90.0 % of the speech of ${key} has words, and ${asked} are asked for.`),
    );
    expect(transcripts.objects.size).toBe(0);
  });

  it('names each gap by the times that a player shows', async () => {
    const { mergeWith } = await prepare({ speech: '0-100 3000-3061', minCoverage: 0.9 });

    await expect(mergeWith()).rejects.toThrow(
      /Missing: [0:]*1:30 to [0:]*1:40, [0:]*50:00 to [0:]*51:01\. Try/,
    );
  });

  it('names no more than five gaps', async () => {
    const speech = Array.from({ length: 9 }, (_, index) => `${index * 100 + 200}-${index * 100 + 210}`);
    const { mergeWith } = await prepare({ speech: `0-90 ${speech.join(' ')}`, minCoverage: 1 });

    const { message } = await mergeWith().catch((error) => error);

    expect(message.match(/ to /g)).toHaveLength(5);
  });

  it('counts the end of a truncated file as missing, no matter how much else is covered', async () => {
    const { transcripts, mergeWith } = await prepare({
      speech: '0-90',
      lostSeconds: 52.13,
      minCoverage: 0.1,
    });

    await expect(mergeWith()).rejects.toEqual(
      anError('CoverageTooLow', 'is cut off: its last 52.1 s are not in the file'),
    );
    expect(transcripts.objects.size).toBe(0);
  });

  it('accepts a truncated file if nothing is required', async () => {
    const { mergeWith } = await prepare({ speech: '0-90', lostSeconds: 52.1 });

    expect(await mergeWith()).toMatchObject({ coverage: { ratio: 1 }, lostSeconds: 52.1 });
  });

  it('accepts a video in which nobody speaks', async () => {
    const { mergeWith } = await prepare({ speech: '', words: '', minCoverage: 1 });

    expect(await mergeWith()).toMatchObject({ hasSpeech: false, coverage: { ratio: 1 } });
  });

  it('refuses a transcript without any words', async () => {
    const { mergeWith } = await prepare({ words: '', minCoverage: 1 });

    await expect(mergeWith()).rejects.toMatchObject({ name: 'CoverageTooLow' });
  });
});
