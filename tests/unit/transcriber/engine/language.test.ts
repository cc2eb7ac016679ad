import { describe, expect, it } from '@jest/globals';
import { lengthOf, within } from '../../../../services/shared/contracts/spans.ts';
import type { Span } from '../../../../services/shared/contracts/transcript.ts';
import {
  decide,
  type EarlyPlace,
  findLanguage,
  placesIn,
} from '../../../../services/transcriber/engine/language.ts';
import { agreementOf } from '../../../../services/transcriber/words/agreement.ts';
import { spans, wordsFrom } from '../examples.ts';
import { fakeEngine } from '../fake-engine.ts';

/** `en 0.9, de 0.8` means two places of ten seconds each. */
const places = (text: string) =>
  text.split(', ').map((place, index) => {
    const [language = '', probability] = place.split(' ');
    return { language, probability: Number(probability), start: index * 10, end: index * 10 + 10 };
  });

describe('placesIn', () => {
  it.each([
    ['a few words', '1-4', 1],
    ['a short clip', '0-15', 1],
    ['half a minute', '0-30', 3],
    ['an intro of 8 s and 40 s of something else', '0-8 10-50', 6],
    ['a lecture', '0-900', 7],
    ['a long pause', '0-60 600-660', 7],
  ])('spreads over %s, in rising order and without overlaps', (_what, kept, count) => {
    const chosen = placesIn(spans(kept));

    expect(chosen).toHaveLength(count);
    for (const [index, place] of chosen.entries()) {
      expect(place.start).toBeGreaterThanOrEqual(chosen[index - 1]?.end ?? 0);
      expect(
        within(place, spans(kept))
          .map(lengthOf)
          .reduce((a, b) => a + b, 0),
      ).toBeLessThanOrEqual(15.001);
    }
  });
});

describe('decide', () => {
  it.each([
    ['en 0.9', 'en', []],
    ['en 0.9, de 0.9, de 0.8', 'de', ['en 0-10']],
    ['de 0.9, de 0.9, en 0.7, de 0.9', 'de', ['en 20-30']],
    ['cy 0.2, de 0.9, nn 0.3, cy 0.2', 'de', []],
    ['de 0.5, en 0.5', 'de', ['en 10-20']],
  ])('finds in %s: %s, and besides it %j', (found, language, others) => {
    const decided = decide(places(found));

    expect(decided.language).toBe(language);
    expect(
      (decided.otherLanguages ?? []).map((other) => `${other.language} ${other.start}-${other.end}`),
    ).toEqual(others);
  });
});

describe('findLanguage', () => {
  const prepare = (...answers: string[]) => {
    const asked: number[] = [];
    const engine = fakeEngine({
      detectLanguage: async (sound) => {
        const place = Math.floor(Number(sound) / 8);
        asked.push(place);
        return { language: answers[place] ?? '', probability: 0.9 };
      },
    });
    /** Returns the second at which the samples begin, instead of the samples. */
    const read = async ([part]: Span[]) => Buffer.from(String(part?.start));
    const find = (early?: EarlyPlace) => findLanguage(spans('0-48'), { engine, read, early });
    return { asked, find };
  };

  it('hears three places if they agree', async () => {
    const { asked, find } = prepare(...Array.from({ length: 6 }, () => 'de'));

    expect(await find()).toEqual({ language: 'de' });
    expect(asked).toEqual([0, 3, 5]);
  });

  it.each([
    ['not a second time if it was heard early', '0-8', [3, 5]],
    ['if another place was heard early', '0-7', [0, 3, 5]],
  ])('hears the first place %s', async (_when, heard, expected) => {
    const { asked, find } = prepare(...Array.from({ length: 6 }, () => 'de'));
    const found = Promise.resolve({ language: 'de', probability: 0.9 });

    expect(await find({ place: spans(heard)[0] ?? { start: 0, end: 0 }, found })).toEqual({ language: 'de' });

    expect(asked).toEqual(expected);
  });

  it('hears all places if an intro is in another language, and reports it', async () => {
    const { asked, find } = prepare('en', 'de', 'de', 'de', 'de', 'de');

    expect(await find()).toEqual({
      language: 'de',
      otherLanguages: [{ start: 0, end: 8, language: 'en' }],
    });
    expect(asked).toEqual([0, 3, 5, 1, 2, 4]);
  });
});

describe('agreementOf', () => {
  it.each([
    ['the same', 'so we go on', 'so we go on', 1],
    ['a later beginning', 'so we go on with this', 'on with this', 1],
    ['other punctuation and capitals', 'So, we go on.', 'so we go on', 1],
    ['one word of four', 'so we go on', 'so they went off', 0.25],
    ['another order', 'a b c d', 'd c b a', 0.25],
    ['nothing the first time', '', 'so we go on', 0],
    ['nothing the second time', 'so we go on', '', 0],
  ])('of %s: “%s” and “%s”, %d', (_what, first, second, expected) => {
    const wordsOf = (text: string) => wordsFrom(0, ...text.split(' ').filter(Boolean));

    expect(agreementOf(wordsOf(first), wordsOf(second))).toBe(expected);
  });
});
