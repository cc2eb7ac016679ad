import { describe, expect, it } from '@jest/globals';
import type { Span } from '../../../../services/shared/contracts/transcript.ts';
import { findUnsure } from '../../../../services/transcriber/engine/unsure.ts';
import { spans } from '../examples.ts';
import { fakeEngine } from '../fake-engine.ts';

/** A soundtrack with one level, or one per second, and what the detector finds below its threshold in each piece. */
const prepare = (level: number | ((second: number) => number), ...perhaps: string[]) => {
  const levelAt = typeof level === 'number' ? () => level : level;
  const thresholds: number[] = [];
  const engine = fakeEngine({
    findSpeech: async (_sound, threshold) => spans(perhaps[thresholds.push(threshold) - 1] ?? ''),
  });
  const read = async ([part]: Span[]) => {
    const samples = Int16Array.from(
      { length: ((part?.end ?? 0) - (part?.start ?? 0)) * 16_000 },
      (_, index) => (index % 2 ? 1 : -1) * levelAt((part?.start ?? 0) + index / 16_000),
    );
    return Buffer.from(samples.buffer);
  };
  const find = (speech: string, duration: number) => findUnsure(spans(speech), duration, { engine, read });
  return { thresholds, find };
};

describe('findUnsure', () => {
  it('lists loud sound that is not speech, but may be', async () => {
    const { find, thresholds } = prepare(3_000, '0-60');

    expect(await find('10-20', 60)).toEqual(spans('0-10 20-60'));
    expect(thresholds).toEqual([0.15]);
  });

  it('examines two minutes at a time, and joins neighbouring stretches', async () => {
    const { find } = prepare(3_000, '30-50 53-60 110-120', '0-20');

    expect(await find('', 150)).toEqual(spans('30-60 110-140'));
  });

  it.each([
    ['is quiet', 100, '', 120],
    ['is speech throughout', 3_000, '0-120', 120],
    ['has pauses of a second', 3_000, '0-29 30-59 60-89 90-120', 120],
    ['has one pause of four seconds', 3_000, '0-50 54-120', 120],
    ['is short', 3_000, '', 4],
    ['is empty', 3_000, '', 0],
  ])('does not examine sound that %s', async (_what, level, speech, duration) => {
    const { find, thresholds } = prepare(level, '0-120');

    expect(await find(speech, duration)).toEqual([]);
    expect(thresholds).toEqual([]);
  });

  it.each([
    ['nothing', ''],
    ['a little in music', '5-6 40-42 80-81'],
  ])('lists nothing if the detector finds %s', async (_what, perhaps) => {
    const { find, thresholds } = prepare(3_000, perhaps);

    expect(await find('', 100)).toEqual([]);
    expect(thresholds).toHaveLength(1);
  });

  /** Music that has half its level for 0.2 s of each second. */
  const beats = (second: number) => (second % 1 < 0.2 ? 3_000 : 6_000);
  /** A voice with pauses between words, and the sound behind it. */
  const voiceOver = (behind: number, voice: number) => (second: number) =>
    second % 1 < 0.2 ? behind : voice;

  it('lists music that continues after the voice it was behind, even if the detector hears nothing there', async () => {
    const { find } = prepare(beats);

    expect(await find('0-15', 60)).toEqual(spans('15-60'));
  });

  it('also lists it in later pieces', async () => {
    const { find } = prepare(beats);

    expect(await find('0-15', 130)).toEqual(spans('15-130'));
  });

  it.each([
    [
      'music after a clean lecture',
      '0-40',
      (second: number) => (second < 40 ? voiceOver(10, 6_000)(second) : 6_000),
    ],
    [
      'music after a lecture in noise',
      '0-40',
      (second: number) => (second < 40 ? voiceOver(1_000, 6_000)(second) : 6_000),
    ],
    ['music, of which a little was taken for speech', '0-4', beats],
  ])('lists nothing for %s', async (_what, speech, level) => {
    const { find, thresholds } = prepare(level);

    expect(await find(speech, 60)).toEqual([]);
    expect(thresholds).toHaveLength(1);
  });

  it('does not take a pause in a noisy room for missed speech', async () => {
    const { find, thresholds } = prepare((second) => (second < 20 || second >= 30 ? 6_000 : 2_000), '0-60');

    expect(await find('0-20 30-60', 60)).toEqual([]);
    expect(thresholds).toEqual([]);
  });
});
