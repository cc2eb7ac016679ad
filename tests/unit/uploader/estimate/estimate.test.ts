import { describe, expect, it } from '@jest/globals';
import { estimateOf, slownessOf } from '../../../../services/uploader/estimate/estimate.ts';

/** The defaults in template.yaml. */
const STACK = { memoryMegabytes: 5_120, chunkMinutes: 20, maxConcurrency: 20 };
const settings = {
  where: STACK,
  model: 'base-q8_0',
  ffmpeg: true,
  wholeVideo: false,
};
const GB = 1_000_000_000;

const video = (key: string, hours: number, fields: { size?: number; guessed?: boolean } = {}) => ({
  file: { path: `/${key}`, key, size: fields.size ?? GB },
  sound: { seconds: hours * 3_600, guessed: fields.guessed ?? false },
});

describe('estimateOf', () => {
  it('adds up hours and dollars, and waits only for the slowest video', () => {
    const { files, totals } = estimateOf([video('a.mp4', 1), video('b.mp4', 0.5)], settings);

    expect(files).toEqual([
      {
        key: 'a.mp4',
        seconds: 3_600,
        minutesToWait: expect.any(Number),
        dollars: expect.any(Number),
        guessed: false,
      },
      {
        key: 'b.mp4',
        seconds: 1_800,
        minutesToWait: expect.any(Number),
        dollars: expect.any(Number),
        guessed: false,
      },
    ]);
    expect(totals.hours).toBe(1.5);
    expect(totals.minutesToWait).toBe(files[0]?.minutesToWait);
    expect(totals.dollars).toBeCloseTo((files[0]?.dollars ?? 0) + (files[1]?.dollars ?? 0), 3);
    expect(totals.transcribeDollars).toBeCloseTo(2.16, 6);
    expect(totals.dollars).toBeLessThan(totals.transcribeDollars / 50);
  });

  it('estimates zero without videos, since no run is started', () => {
    const totals = { hours: 0, minutesToWait: 0, dollars: 0, transcribeDollars: 0 };

    expect(estimateOf([], settings)).toEqual({ files: [], totals, notes: [] });
    expect(estimateOf([], { ...settings, where: { jobs: 2 } })).toMatchObject({ totals });
  });

  it('includes the wait for other videos if there are more than the concurrency limit', () => {
    const course = Array.from({ length: 40 }, (_, index) => video(`${index}.mp4`, 1));

    const usual = estimateOf(course, settings).totals;
    const slower = estimateOf(course, {
      ...settings,
      where: { ...STACK, maxConcurrency: 10 },
    }).totals;

    expect(slower.minutesToWait / usual.minutesToWait).toBeGreaterThan(1.5);
    expect(slower.dollars).toBe(usual.dollars);
  });

  it.each([
    ['soundtracks', {}, 0.05],
    ['whole videos', { wholeVideo: true }, 1],
    ['whole videos, without ffmpeg', { ffmpeg: false }, 1],
  ])('includes the time to send %s if the bandwidth is given', (_what, how, share) => {
    const known = [video('a.mp4', 1)];
    const without = estimateOf(known, { ...settings, ...how }).totals.minutesToWait;

    const { totals } = estimateOf(known, { ...settings, ...how, bytesPerSecond: 1_000_000 });

    expect(totals.minutesToWait - without).toBeCloseTo((1_000 * share) / 60, 0);
  });

  it('does not include the time to send files that are in the bucket', () => {
    const known = [
      { ...video('a.mp4', 1), file: { ...video('a.mp4', 1).file, action: 'inBucket' as const } },
    ];

    const { totals } = estimateOf(known, { ...settings, bytesPerSecond: 1_000 });

    expect(totals.minutesToWait).toBeLessThan(3);
  });

  it('adds up the time of all videos on one machine, at no cost', () => {
    const { files, totals } = estimateOf([video('a.mp4', 1), video('b.mp4', 1)], {
      ...settings,
      where: { jobs: 2 },
    });

    expect(files.map(({ minutesToWait, dollars }) => ({ minutesToWait, dollars }))).toEqual([
      { minutesToWait: 1.6, dollars: 0 },
      { minutesToWait: 1.6, dollars: 0 },
    ]);
    expect(totals).toMatchObject({ minutesToWait: 3.2, dollars: 0, transcribeDollars: 2.88 });
  });

  it('lists what it does not know', () => {
    const known = [video('a.mp4', 1, { guessed: true }), video('b.mp4', 1)];

    const { notes } = estimateOf(known, { ...settings, model: '/models/my-own.bin' });

    expect(notes).toEqual([
      expect.stringContaining('1 of 2 files'),
      expect.stringContaining('/models/my-own.bin'),
      expect.stringContaining('--bandwidth'),
    ]);
    expect(estimateOf([video('b.mp4', 1)], { ...settings, where: { jobs: 2 } }).notes).toEqual([]);
  });

  it('says how to install ffmpeg if it guesses because ffmpeg is missing', () => {
    const known = [video('a.mp4', 1, { guessed: true })];

    const { notes } = estimateOf(known, { ...settings, ffmpeg: false });

    expect(notes[0]).toMatch(/^ffmpeg is not installed.*apt install ffmpeg.*make setup/);
    expect(notes[1]).toMatch(/^Without ffmpeg, the duration of each file is guessed/);
  });
});

describe('slownessOf', () => {
  it.each([
    ['base-q8_0', undefined, 1],
    ['base-q8_0', 'fast', 0.88],
    ['base-q8_0', 'best', 1.09],
    ['tiny.en-q8_0', 'balanced', 42 / 78],
    ['/somewhere/ggml-small-q8_0.bin', 'balanced', 252 / 78],
    ['my-own', 'balanced', 1],
  ] as const)('for %s with quality %s is %d', (model, quality, slowness) => {
    expect(slownessOf(model, quality)).toBeCloseTo(slowness, 6);
  });
});
