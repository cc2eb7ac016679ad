import { describe, expect, it } from '@jest/globals';
import { segment, spans, word, wordsFrom } from '../examples.ts';
import { prepareHear } from '../fake-hearing.ts';

const LINE = 'I will not be late'.split(' ');
const TALK = 'so we go on with the second part of this talk now'.split(' ');
const times = (count: number, line: string[]) => Array.from({ length: count }, () => line).flat();
const textOf = (segments: { words: { text: string }[] }[]) =>
  segments.flatMap(({ words }) => words.map(({ text }) => text)).join(' ');

/** Twelve seconds of speech, which Whisper turns into a loop from 2 s on. */
const task = { stretch: { start: 0, end: 12 }, kept: spans('0-12'), speech: spans('0-12') };
const looped = (times: number) => [
  segment(0, 2, '', wordsFrom(0, 'So', 'this', 'is', 'it')),
  segment(2, 12, '', wordsFrom(2, ...Array.from({ length: times }, () => LINE).flat())),
];
/** The words of a piece, at four words per second. */
const piece = (...texts: string[]) => [
  segment(
    0,
    4,
    '',
    texts.map((text, index) => word(0.1 + index / 4, 0.3 + index / 4, text)),
  ),
];

describe('makeHear, for a loop,', () => {
  it('hears it again in short pieces, with more care', async () => {
    const { hear, places, tasks } = prepareHear({
      answers: [looped(4), piece(...TALK), piece('and', 'that', 'is', 'all', 'for', 'today')],
    });

    const { segments } = await hear(task);

    expect(places[1]).toEqual(spans('1.77-12'));
    expect(places.slice(2)).toEqual([spans('1.77-5.187'), spans('5.187-8.596'), spans('8.596-12')]);
    expect(tasks.map(({ beamSize }) => beamSize)).toEqual([3, 5, 5, 5]);
    expect(textOf(segments)).toBe(`So this is it ${TALK.join(' ')} and that is all for today`);
  });

  it.each([
    ['as often as it was written', 4, [LINE.length, LINE.length, LINE.length * 2]],
    ['less often than it was written', 30, [LINE.length * 2, LINE.length * 2, LINE.length * 2]],
  ])('keeps a line that a speaker repeats, %s', async (_what, written, lengths) => {
    const pieces = lengths.map((length) => piece(...times(length / LINE.length, LINE)));
    const { hear } = prepareHear({ answers: [looped(written), ...pieces] });

    const { segments } = await hear(task);

    const answers = lengths.reduce((sum, length) => sum + length, 0) / LINE.length;
    expect(textOf(segments)).toBe(['So this is it', ...times(answers, LINE)].join(' '));
  });

  it('rejects a piece that has more words than anybody says', async () => {
    const squeezed = [
      segment(
        0,
        3,
        '',
        times(8, LINE).map((text, i) => word(i / 14, i / 14, text)),
      ),
    ];
    const { hear } = prepareHear({ answers: [looped(4), squeezed, piece(...TALK), []] });

    const { segments } = await hear(task);

    expect(textOf(segments)).not.toContain('late I will');
    expect(textOf(segments)).toContain(TALK.join(' '));
  });

  const guessed = piece(...TALK).map((one) => ({
    ...one,
    words: one.words.map((guess) => ({ ...guess, probability: 0.2 })),
  }));

  it.each([
    ['nobody is surely speaking', [], spans(''), 0, 600],
    ['the second hearing brings nothing', [], spans('0-12'), 0, 600],
    ['the second hearing is a guess', guessed, spans('0-12'), 0, 600],
    ['there is no time', piece(...TALK), spans('0-12'), 1, 20],
  ])('keeps the first occurrence of the line if %s', async (_what, second, sure, rate, left) => {
    const { hear } = prepareHear({ answers: [looped(4), second], sure, rate, left: [left] });

    const { segments } = await hear(task);

    expect(textOf(segments)).toBe(`So this is it ${LINE.join(' ')}`);
    expect(segments.at(-1)).toMatchObject({ start: 2 });
  });

  it('hears a loop together with its pauses, but nothing around it', async () => {
    const first = [
      segment(0, 2, '', wordsFrom(0, 'So', 'this', 'is', 'it')),
      segment(2, 6, '', wordsFrom(2, ...times(2, LINE))),
      segment(6, 10, '', wordsFrom(7.2, ...times(2, LINE))),
      segment(12.5, 14, '', wordsFrom(12.5, 'and', 'now')),
    ];
    const { hear, places } = prepareHear({ answers: [first] });

    await hear({ stretch: { start: 0, end: 14 }, kept: spans('0-14'), speech: spans('0-6.5 7.2-14') });

    expect(places[1]).toEqual([{ start: 1.77, end: 12.5 }]);
  });

  it('also hears a gap in pieces if its second hearing is a loop', async () => {
    const first = [segment(0, 2, '', wordsFrom(0, 'So', 'this', 'is', 'it'))];
    const loop = [segment(0, 10, '', wordsFrom(0.6, ...times(4, LINE)))];
    const { hear, tasks } = prepareHear({
      answers: [first, loop, ...Array.from({ length: 3 }, () => piece('it', ...LINE, 'and'))],
    });

    const { segments } = await hear(task);

    expect(textOf(segments)).toContain(LINE.join(' '));
    expect(tasks).toHaveLength(5);
  });
});
