import { describe, expect, it } from '@jest/globals';
import { type PlaceOptions, place } from '../../../../services/shared/media/place.ts';
import type { Stretch } from '../../../../services/shared/media/smjpeg.ts';
import { anError } from '../../../fixtures/an-error.ts';

/** Sound that begins at a time in milliseconds; all of its samples are `number`. */
const sound = (milliseconds: number, length: number, number: number): Stretch => {
  const samples = Buffer.alloc(length * 32);
  for (let at = 0; at < samples.length; at += 2) samples.writeInt16LE(number, at);
  return { milliseconds, samples };
};

/** A recording in frames of 20 ms, like ffmpeg's output. */
const frames = (from: number, length: number, number: number, stampOf = (time: number) => time): Stretch[] =>
  Array.from({ length: length / 20 }, (_, index) => sound(stampOf(from + index * 20), 20, number));

/** The result as text: `0 for 500 ms`. */
const placed = async (stretches: Stretch[], options: Partial<PlaceOptions> = {}): Promise<string[]> => {
  const batches = (async function* () {
    yield stretches.slice(0, 3);
    yield stretches.slice(3);
  })();
  const chunks: Buffer[] = [];
  const all = {
    channels: 1,
    hasTimes: true,
    delaySeconds: 0,
    declaredSeconds: 0,
    longestSeconds: 86_400,
    ...options,
  };
  for await (const batch of place(batches, all)) chunks.push(...batch);
  const samples = Buffer.concat(chunks);
  const runs: { number: number; length: number }[] = [];
  for (let at = 0; at < samples.length; at += 2) {
    const number = samples.readInt16LE(at);
    const last = runs.at(-1);
    if (last?.number === number) last.length++;
    else runs.push({ number, length: 1 });
  }
  return runs.map(({ number, length }) => `${number} for ${length / 16} ms`);
};

describe('place', () => {
  it.each<[string, Stretch[], string[]]>([
    ['sound that begins at once', frames(0, 200, 1), ['1 for 200 ms']],
    ['sound that begins later, even by little', frames(37, 200, 1), ['0 for 37 ms', '1 for 200 ms']],
    ['sound from before the beginning', frames(-50, 200, 1), ['1 for 150 ms']],
    ['no sound', [], []],
    [
      'sound with a gap',
      [...frames(0, 200, 1), ...frames(5_000, 100, 2)],
      ['1 for 200 ms', '0 for 4800 ms', '2 for 100 ms'],
    ],
    [
      'a recording in another format after a gap',
      [...frames(0, 200, 1), ...frames(500, 200, 2), ...frames(1_500, 200, 3)],
      ['1 for 200 ms', '0 for 300 ms', '2 for 200 ms', '0 for 800 ms', '3 for 200 ms'],
    ],
    [
      'times that are a little off',
      frames(0, 200, 1, (time) => time + ((time / 20) % 2) * 60),
      ['1 for 200 ms'],
    ],
    [
      'sound that overlaps, once',
      [...frames(0, 600, 1), ...frames(400, 600, 2)],
      ['1 for 600 ms', '2 for 400 ms'],
    ],
    [
      'a long frame that overlaps',
      [sound(0, 1_000, 1), sound(500, 1_000, 2), sound(1_500, 1_000, 3)],
      ['1 for 1000 ms', '2 for 500 ms', '3 for 1000 ms'],
    ],
    [
      'a part whose times start again, without loss',
      [...frames(0, 6_000, 1), ...frames(0, 4_000, 2)],
      ['1 for 6000 ms', '2 for 4000 ms'],
    ],
    [
      'a part whose times ffmpeg raised to the previous time',
      [...frames(0, 6_000, 1), ...frames(0, 4_000, 2, () => 5_980), ...frames(6_000, 400, 3)],
      ['1 for 6000 ms', '2 for 4000 ms', '3 for 400 ms'],
    ],
    [
      'a short end that overlaps',
      [...frames(0, 600, 1), ...frames(0, 400, 2)],
      ['1 for 600 ms', '2 for 400 ms'],
    ],
  ])('puts %s where it belongs', async (_what, stretches, expected) => {
    expect(await placed(stretches)).toEqual(expected);
  });

  it('does not let the error of a slow or fast clock add up', async () => {
    const minute = 30_000;
    const clock = (rate: number) => frames(0, minute, 1, (time) => Math.round(time * rate));

    const lengthOf = async (rate: number) =>
      (await placed([...clock(rate), ...frames(Math.round(minute * rate), 1_000, 2)])).reduce(
        (sum, run) => sum + Number(/for ([\d.]+)/.exec(run)?.[1]),
        0,
      );

    for (const rate of [0.99, 0.999, 1, 1.001, 1.01]) {
      const off = (await lengthOf(rate)) - (minute * rate + 1_000);
      expect(Math.abs(off)).toBeLessThanOrEqual(120);
    }
  });

  it('uses only the samples if the times are made up', async () => {
    const slow = frames(0, 2_000, 1, (time) => time * 1.1);

    expect(await placed(slow, { hasTimes: false })).toEqual(['1 for 2000 ms']);
  });

  it('adds the delay that ffmpeg leaves out', async () => {
    expect(await placed(frames(10, 200, 1), { delaySeconds: 5 })).toEqual(['0 for 5010 ms', '1 for 200 ms']);
  });

  it('adds no delay that ffmpeg accounts for', async () => {
    const late = frames(5_010, 200, 1);

    expect(await placed(late, { delaySeconds: 5 })).toEqual(['0 for 5010 ms', '1 for 200 ms']);
  });

  it.each([
    ['far behind the declared end', { declaredSeconds: 10 }, 71, 'declares a length of 10 s'],
    ['beyond the longest', { longestSeconds: 3_600 }, 3_601, 'longer than 1 hours'],
    ['a little behind the declared end', { declaredSeconds: 10 }, 60, undefined],
    ['anywhere, if nothing is declared', {}, 1_000, undefined],
  ])('if times go %s', async (_where, options, seconds, message) => {
    const placing = placed([...frames(0, 1_000, 1), ...frames(seconds * 1_000, 20, 2)], options);

    if (message) await expect(placing).rejects.toEqual(anError('TimesAstray', message));
    else expect(await placing).toHaveLength(3);
  });

  it('takes all of a file that was joined from several, even if it declares the length of the first', async () => {
    expect(await placed(frames(0, 100_000, 1), { declaredSeconds: 10 })).toEqual(['1 for 100000 ms']);
  });

  it('treats frames of several channels like those of one', async () => {
    const stereo = frames(40, 200, 1).map(({ milliseconds, samples }) => ({
      milliseconds,
      samples: Buffer.concat([samples, samples]),
    }));

    // Twice as many samples in the same time.
    expect(await placed(stereo, { channels: 2 })).toEqual(['0 for 80 ms', '1 for 400 ms']);
  });
});
