// Second hearings when a function will be ended soon, as on Lambda.
import { describe, expect, it } from '@jest/globals';
import { segment, spans, wordsFrom } from '../examples.ts';
import { prepareHear } from '../fake-hearing.ts';

/** The gap is from 2.5 to 7.5 s; it costs at least as much as Whisper's window of half a minute. */
const task = { stretch: { start: 0, end: 10 }, kept: spans('0-10'), speech: spans('0-10') };
const first = [segment(0, 2, 'First'), segment(8, 10, 'Last')];
const again = segment(0, 6, '', wordsFrom(1, 'so', 'we', 'go', 'on', 'with', 'the', 'talk'));

describe('makeHear, with a clock,', () => {
  it('hears a gap again if there is time, and stops when the time is over', async () => {
    const { hear, attempts } = prepareHear({ answers: [first, [again]], rate: 0.1, left: [60] });

    const { segments } = await hear(task);

    expect(segments).toHaveLength(3);
    // Ten seconds are reserved for the end.
    expect(attempts).toMatchObject([{ place: '0-10' }, { isAgain: true, timeoutMs: 50_000, place: '2-8' }]);
  });

  it.each([
    // At 0.5 s per second a window takes 15 s; with more care 45 s, with a fifth in reserve 54 s, and ten for the end.
    [65, 2],
    [63, 1],
    [5, 1],
  ])('begins only what can be finished in time: with %i s left, %i hearings', async (left, calls) => {
    const { hear, tasks } = prepareHear({ answers: [first, [again]], rate: 0.5, left: [left] });

    await hear(task);

    expect(tasks).toHaveLength(calls);
  });

  it('reads nothing and starts no detector if there is no time, and keeps the first hearing', async () => {
    const { hear, places, thresholds } = prepareHear({ answers: [first, [again]], rate: 0.5, left: [20] });

    const { segments } = await hear(task);

    expect(segments.map(({ text }) => text)).toEqual(['First', 'Last']);
    expect([places.length, thresholds]).toEqual([1, []]);
  });

  it('counts the full length of a long gap', async () => {
    const long = { stretch: { start: 0, end: 400 }, kept: spans('0-400'), speech: spans('0-400') };
    // A gap of 300 s is 301 s of sound; at 0.1 s each, with more care and a fifth in reserve, that takes 108 s.
    const answers = [segment(0, 50), segment(350.9, 400)];
    const { hear, tasks } = prepareHear({ answers: [answers, []], rate: 0.1, left: [115] });

    await hear(long);

    expect(tasks).toHaveLength(1);
  });

  it('leaves the gap, and loses nothing, if the second hearing is ended in the middle', async () => {
    // The clock is read before the hearing, for its time limit, and after it has failed.
    const { hear, tasks } = prepareHear({
      answers: [first, 'EngineFailed', [again]],
      rate: 0.1,
      left: [60, 60, 9],
    });

    const { segments } = await hear(task);

    expect(segments.map(({ text }) => text)).toEqual(['First', 'Last']);
    expect(tasks).toHaveLength(2);
  });

  it.each([
    [50, 2],
    [40, 1],
  ])(
    'retries a first hearing that failed if there is time: with %i s left, %i hearings',
    async (left, calls) => {
      const { hear, tasks } = prepareHear({ answers: ['EngineFailed', first], rate: 1, left: [left] });

      await hear({ ...task, speech: [] }).catch((error) => expect(error.name).toBe('EngineFailed'));

      expect(tasks).toHaveLength(calls);
    },
  );
});
