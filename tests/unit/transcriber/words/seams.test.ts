import { describe, expect, it } from '@jest/globals';
import type { Word } from '../../../../services/shared/contracts/transcript.ts';
import { fromWords, joinStretches } from '../../../../services/transcriber/words/seams.ts';
import { segment, word, wordsFrom } from '../examples.ts';

const heard = (start: number, end: number, words: Word[]) => ({ start, end, segments: fromWords(words) });
const textOf = (...stretches: Parameters<typeof joinStretches>[0]) =>
  joinStretches(stretches)
    .flatMap(({ words }) => words.map(({ text }) => text))
    .join(' ');

describe('joinStretches', () => {
  it('leaves stretches that only follow each other unchanged', () => {
    const first = { start: 0, end: 10, segments: [segment(1, 9.9, 'one'), segment(9.9, 10, 'two')] };
    const second = { start: 10, end: 20, segments: [segment(10, 12, 'three')] };

    expect(joinStretches([first, second])).toEqual([...first.segments, ...second.segments]);
  });

  it('takes each word that both heard from one of them', () => {
    const said = wordsFrom(6, 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l');

    expect(textOf(heard(0, 12, said.slice(0, 10)), heard(8, 20, said.slice(4)))).toBe(
      'a b c d e f g h i j k l',
    );
  });

  it('believes the first side before the seam and the second one after it', () => {
    const first = heard(0, 12, wordsFrom(8, 'a1', 'b1', 'c1', 'd1', 'e1', 'f1', 'g1', 'h1'));
    const second = heard(8, 20, wordsFrom(8, 'a2', 'b2', 'c2', 'd2', 'e2', 'f2', 'g2', 'h2'));

    expect(textOf(first, second)).toBe('a1 b1 c1 d1 e2 f2 g2 h2');
  });

  it('goes by times and not by text: what a speaker says twice stays twice', () => {
    const said = wordsFrom(8, 'and', 'and', 'and', 'so', 'so', 'no', 'no', 'no');

    expect(textOf(heard(0, 12, said), heard(8, 20, said))).toBe('and and and so so no no no');
  });

  it('changes sides before a word that both heard, even if the times between words fit elsewhere', () => {
    const first = heard(180, 190.7, [
      word(189.2, 189.7, 'other,'),
      word(189.8, 190, 'and'),
      word(190, 190.1, 'the'),
      word(190.1, 190.3, 'sea'),
      word(190.3, 190.6, 'hardly'),
    ]);
    const second = heard(188.8, 210, [
      word(188.8, 189.7, 'And'),
      word(189.7, 190, 'the'),
      word(190, 190.2, 'sea'),
      word(190.2, 190.6, 'hardly'),
      word(190.6, 191, 'seems'),
    ]);

    expect(textOf(first, second).toLowerCase()).toBe('other, and the sea hardly seems');
  });

  it('drops half a word that a side heard at its edge', () => {
    const first = heard(0, 12, [...wordsFrom(8, 'a', 'b', 'c', 'd', 'e', 'f', 'g'), word(11.6, 12, 'inter')]);
    const second = heard(8, 20, [word(8, 8.2, 'uh'), ...wordsFrom(8.5, 'b', 'c', 'd', 'e', 'f', 'g')]);

    expect(textOf(first, second)).toBe('a b c d e f g');
  });

  it.each([
    ['the first side heard nothing', [], wordsFrom(10.5, 'c', 'd'), 'c d'],
    ['the second side heard nothing', wordsFrom(8, 'a', 'b'), [], 'a b'],
    ['neither heard anything', [], [], ''],
    ['each heard one half', wordsFrom(8, 'a', 'b'), wordsFrom(11, 'c', 'd'), 'a b c d'],
  ])('takes what there is if %s', (_what, first, second, expected) => {
    expect(textOf(heard(0, 12, first), heard(8, 20, second))).toBe(expected);
  });

  it.each([
    [
      'the second side begins to hear late',
      wordsFrom(8, 'e', 'f', 'g', 'h'),
      wordsFrom(9.5, 'h', 'i'),
      'e f g h i',
    ],
    ['the first side stops hearing early', wordsFrom(8, 'a'), wordsFrom(8, 'a', 'b', 'c', 'd'), 'a b c d'],
  ])('loses no word if %s', (_what, first, second, expected) => {
    expect(textOf(heard(0, 12, first), heard(8, 20, second))).toBe(expected);
  });

  it('joins three stretches in a row', () => {
    const said = wordsFrom(0, ...Array.from({ length: 60 }, (_, index) => `${index}`));
    const part = (start: number, end: number) =>
      heard(
        start,
        end,
        said.filter((one) => one.start >= start && one.end <= end),
      );

    expect(textOf(part(0, 12), part(8, 22), part(18, 30))).toBe(said.map(({ text }) => text).join(' '));
  });

  it('keeps a segment that is whole, and trims one that is cut', () => {
    const [before, across] = [segment(1, 2, 'Whole.'), ...fromWords(wordsFrom(8, 'a', 'b', 'c', 'd', 'e'))];
    const second = heard(8, 20, wordsFrom(8, 'a', 'b', 'c', 'd', 'e', 'f'));

    const [first, trimmed] = joinStretches([
      { start: 0, end: 12, segments: across ? [before, across] : [] },
      second,
    ]);

    expect(first).toBe(before);
    expect(trimmed).toEqual({ ...trimmed, start: 8, end: 9.9, text: 'a b c d' });
  });
});

describe('fromWords', () => {
  it('makes a segment of words', () => {
    const words = wordsFrom(1, 'And', 'so');

    expect(fromWords(words)).toEqual([{ start: 1, end: 1.9, text: 'And so', words }]);
  });

  it('makes no segment of no words', () => {
    expect(fromWords([])).toEqual([]);
  });
});
