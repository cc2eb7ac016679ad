import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { composeLecture } from '../../../tools/bench/words.ts';

const TEXT = readFileSync(join(import.meta.dirname, '../../../tools/bench/lecture.txt'), 'utf8');
const countOf = (minutes: number) =>
  composeLecture(TEXT, minutes).flatMap(({ text }) => text.split(' ')).length;

describe('composeLecture', () => {
  it('is the same every time', () => {
    expect(composeLecture(TEXT, 40)).toEqual(composeLecture(TEXT, 40));
  });

  it('takes the beginning of the text, up to the end of a sentence', () => {
    const short = composeLecture(TEXT, 1);
    expect(TEXT.replace(/\s+/g, ' ')).toContain(short.map(({ text }) => text).join(' '));
    expect(short.at(-1)?.text).toMatch(/[.?]$/);
  });

  it('continues with the same paragraphs in another order', () => {
    const texts = composeLecture(TEXT, 60).map(({ text }) => text);
    const once = new Set(texts.slice(0, -1));
    expect(once.size).toBeLessThan(texts.length / 3);
    expect(texts.slice(0, once.size)).not.toEqual(texts.slice(once.size, 2 * once.size));
  });

  it.each([1, 15, 60])('is long enough for %d minutes', (minutes) => {
    expect(countOf(minutes) / countOf(1) / minutes).toBeCloseTo(1, 1);
  });

  it('pauses for 0.7 to 2.5 seconds', () => {
    const pauses = composeLecture(TEXT, 60).map(({ pauseSeconds }) => pauseSeconds);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(0.7);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(2.5);
  });

  it('uses only words with a single spelling', () => {
    expect(TEXT).toMatch(/^[A-Za-z',.?\s]+$/);
  });
});
