import { describe, expect, it } from '@jest/globals';
import { findGaps, measureCoverage } from '../../../../services/transcriber/words/coverage.ts';

const spans = (...pairs: [number, number][]) => pairs.map(([start, end]) => ({ start, end }));

describe('measureCoverage', () => {
  it('is complete if every second of speech has words', () => {
    const coverage = measureCoverage(spans([1, 5]), spans([1, 3], [3, 5]));

    expect(coverage).toEqual({ speechSeconds: 4, coveredSeconds: 4, ratio: 1, gaps: [] });
  });

  it('names the speech without words, half a second away from the words around it', () => {
    const coverage = measureCoverage(spans([0, 20]), spans([0, 5], [10, 20]));

    expect(coverage).toEqual({
      speechSeconds: 20,
      coveredSeconds: 16,
      ratio: 0.8,
      gaps: spans([5.5, 9.5]),
    });
  });

  it.each([
    ['no speech', spans(), spans(), 1, 0],
    ['no speech but words', spans(), spans([0, 5]), 1, 0],
    ['speech but no words', spans([0, 10]), spans(), 0, 1],
    ['words only where nobody speaks', spans([0, 10]), spans([20, 30]), 0, 1],
    ['a gap of less than a second', spans([0, 10]), spans([0, 4], [5.9, 10]), 1, 0],
    ['a gap that a word on either side shortens', spans([0, 10]), spans([0, 0], [10, 10]), 0.1, 1],
    ['a gap of exactly a second', spans([0, 10]), spans([0, 4], [6, 10]), 0.9, 1],
    ['words that overlap each other', spans([0, 10]), spans([0, 9], [1, 2], [8, 10]), 1, 0],
    ['a gap in each of two stretches', spans([0, 10], [20, 30]), spans([0, 4.5], [25.5, 30]), 0.5, 2],
  ])('measures %s', (_case, speech, words, ratio, gaps) => {
    const coverage = measureCoverage(speech, words);

    expect(coverage.ratio).toBe(ratio);
    expect(coverage.gaps).toHaveLength(gaps);
  });

  it('rounds the ratio down, so that 1 means all of it', () => {
    expect(measureCoverage(spans([0, 99_999]), spans([0, 99_997.4]))).toMatchObject({ ratio: 0.9999 });
  });

  it('rounds times to milliseconds and the ratio to four digits', () => {
    const coverage = measureCoverage(spans([0.1, 3.3]), spans([0, 1.2]));

    expect(coverage).toEqual({
      speechSeconds: 3.2,
      coveredSeconds: 1.6,
      ratio: 0.5,
      gaps: spans([1.7, 3.3]),
    });
  });
});

describe('findGaps', () => {
  it('returns exact times, because the gaps are heard again', () => {
    expect(findGaps(spans([0, 20]), spans([0, 5.12345]))).toEqual(spans([5.62345, 20]));
  });

  it.each([
    ['between words that overlap and go back', spans([0, 4], [3.8, 4.2], [8, 10]), spans([4.7, 7.5])],
    ['not around a word without length', spans([0, 4], [5, 5], [6, 10]), []],
    ['before the first and after the last word', spans([3, 7]), spans([0, 2.5], [7.5, 10])],
  ])('finds those %s', (_where, words, gaps) => {
    expect(findGaps(spans([0, 10]), words)).toEqual(gaps);
  });

  const said = (start: number, end: number, text: string) => ({ start, end, text });

  it.each([
    ['a short word', said(4, 6.5, 'unless'), [said(4, 6.5, '')]],
    ['a word of one letter', said(4, 6, 'a'), [said(4, 6, '')]],
    ['a word before a pause', said(4, 5.3, 'regard.'), []],
    ['a slow word', said(4, 6, 'persistence,'), []],
    ['a number', said(4, 6.5, '365'), []],
    ['a Chinese word', said(4, 6.5, '然'), [said(4, 6.5, '')]],
  ])('counts the time over which %s is stretched as a gap if it is too long', (_what, word, gaps) => {
    const words = [said(0, 4, 'internationally-acknowledged'), word, said(word.end, 10, 'x'.repeat(60))];

    expect(findGaps(spans([0, 10]), words)).toEqual(gaps.map(({ start, end }) => ({ start, end })));
  });

  it.each([
    ['1.3 s until the speech ends', 3.7, 5, spans([1.2, 3.7])],
    ['half a second until it ends', 2.9, 5, []],
    ['1.3 s until the next word', 9, 3.7, spans([1.2, 3.7])],
    ['1.8 s until the next word', 9, 4.2, spans([1.2, 4.2])],
    ['2.2 s until the next word', 9, 4.6, spans([2.9, 4.1])],
    ['half a second until the next word', 9, 2.9, []],
  ])('looks for words after a short word, %s', (_what, end, next, gaps) => {
    const words = [said(0, 1.2, 'with such an'), said(1.2, 2.4, 'offer.'), said(next, 10, 'x'.repeat(90))];

    expect(findGaps(spans([0, end], [9.9, 10]), words)).toEqual(gaps);
  });
});
