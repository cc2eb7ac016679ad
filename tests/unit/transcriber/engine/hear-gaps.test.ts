import { describe, expect, it } from '@jest/globals';
import { total } from '../../../../services/shared/contracts/spans.ts';
import { segment, spans, word, wordsFrom } from '../examples.ts';
import { prepareHear } from '../fake-hearing.ts';

/** Ten seconds of speech, of which only the first two and the last two were heard: the gap is from 2.5 to 7.5 s. */
const task = { stretch: { start: 0, end: 10 }, kept: spans('0-10'), speech: spans('0-10') };
const first = [segment(0, 2, 'First'), segment(8, 10, 'Last')];
const textsOf = (segments: { text: string }[]) => segments.map(({ text }) => text);
const again = segment(0, 6, '', wordsFrom(1, 'so', 'we', 'go', 'on', 'with', 'the', 'talk'));

describe('makeHear, for speech without words,', () => {
  it('hears it again, with half a second on either side', async () => {
    const { hear, places, thresholds } = prepareHear({ answers: [first, [again]] });

    const { segments } = await hear(task);

    expect(places.slice(1)).toContainEqual(spans('2-8'));
    expect(thresholds).toEqual([0.8]);
    expect(textsOf(segments)).toEqual(['First', 'so we go on with the talk', 'Last']);
    expect(segments[1]).toMatchObject({ start: 3, end: 6.4 });
  });

  const quick = wordsFrom(0, 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight');

  it.each([
    ['there is none', '0-10', [segment(0, 10)]],
    ['it is shorter than a second', '0-10', [segment(0, 3.9, '', quick), segment(5.2, 10)]],
    ['it is in another stretch', '0-10 12-20', [segment(0, 10)]],
  ])('hears nothing again if %s', async (_what, speech, answers) => {
    const { hear, tasks } = prepareHear({ answers: [answers] });

    await hear({ ...task, speech: spans(speech) });

    expect(tasks).toHaveLength(1);
  });

  it.each([
    ['nowhere', '', 1],
    ['for less than half of it', '0-2.4', 1],
    ['for half of it', '0-1 2-3.5', 2],
  ])('hears it again only if somebody is surely speaking: %s', async (_where, sure, calls) => {
    const { hear, tasks } = prepareHear({ answers: [first, [again]], sure: spans(sure) });

    await hear(task);

    expect(tasks).toHaveLength(calls);
  });

  it.each([
    ['nothing', []],
    ['one word', [segment(3, 4, 'you')]],
    [
      'more words than anybody says',
      [
        segment(
          0,
          6,
          '',
          Array.from({ length: 40 }, (_, i) => word(0.6 + i / 8, 0.7 + i / 8, `word${i}`)),
        ),
      ],
    ],
    [
      'guesses',
      [
        segment(
          0,
          6,
          '',
          again.words.map((one) => ({ ...one, probability: 0.3 })),
        ),
      ],
    ],
  ])('leaves the gap if the second hearing brings %s', async (_what, second) => {
    const { hear, tasks } = prepareHear({ answers: [first, second] });

    const { segments } = await hear(task);

    expect(textsOf(segments)).toEqual(['First', 'Last']);
    expect(tasks).toHaveLength(2);
  });

  it.each([
    ['nothing', []],
    ['a word', [segment(1, 2, 'and')]],
  ])('hears a longer gap in pieces if the second hearing brings %s', async (_what, second) => {
    const long = { stretch: { start: 0, end: 14 }, kept: spans('0-14'), speech: spans('0-14') };
    const piece = segment(0, 4, '', wordsFrom(0.5, 'so', 'we', 'go', 'on'));
    const { hear, places } = prepareHear({
      answers: [[segment(0, 2, 'First'), segment(12, 14, 'Last')], second, [piece], [piece], [piece]],
    });

    const { segments } = await hear(long);

    const lengths = places.slice(2).map(total);
    expect(lengths.map(Math.floor)).toEqual([3, 3, 3]);
    expect(textsOf(segments)).toEqual(['First', expect.stringMatching(/^(so we go on ?){3}$/), 'Last']);
  });

  it('hears each of several gaps again', async () => {
    const { hear, places } = prepareHear({ answers: [[segment(0, 1), segment(4, 5), segment(8, 10)]] });

    await hear(task);

    expect(places.slice(1)).toContainEqual(spans('1-4'));
    expect(places.slice(1)).toContainEqual(spans('5-8'));
  });

  it('starts at the beginning of the soundtrack if the gap does', async () => {
    const { hear, places } = prepareHear({ answers: [[segment(6, 10)]] });

    await hear(task);

    expect(places.at(-1)).toEqual(spans('0-6'));
  });

  it('replaces a word that was stretched over the gap with what it hears again, and keeps the word', async () => {
    const unless = segment(2, 8, 'unless', [word(2, 8, 'unless')]);
    const { hear } = prepareHear({ answers: [[segment(0, 2), unless, segment(8, 10)], [again]] });

    const { segments } = await hear(task);

    expect(textsOf(segments)).toEqual(['Hello', 'so we go on with the talk unless', 'Hello']);
  });

  it('retries a second hearing once, like any other', async () => {
    const { hear } = prepareHear({ answers: [first, 'EngineFailed', [again]] });

    const { segments } = await hear(task);

    expect(segments).toHaveLength(3);
  });
});
