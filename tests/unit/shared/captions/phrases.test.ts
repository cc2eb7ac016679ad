import { describe, expect, it } from '@jest/globals';
import { breakCost, endsSentence } from '../../../../services/shared/captions/phrases.ts';

describe('endsSentence', () => {
  it.each([
    ['end.', 'Then', true],
    ['end?”', 'Then', true],
    ['end.', '', true],
    ['No.', 'Then', true],
    ['I.', 'Then', true],
    ['完。', '然后', true],
    ['؟كيف؟', 'ثم', true],
    ['end', 'Then', false],
    ['end,', 'Then', false],
    ['e.g.', 'Paris', false],
    ['well…', 'maybe', false],
    ['Dr.', 'Smith', false],
    ['J.', 'Smith', false],
  ])('%s before %j: %s', (word, next, expected) => {
    expect(endsSentence(word, next)).toBe(expected);
  });
});

describe('breakCost', () => {
  it('is lower where a reader could pause more easily', () => {
    const pairs = [
      ['end.', 'Then'],
      ['end,', 'then'],
      ['software', 'that'],
      ['copies', 'of'],
      ['modify', 'the'],
      ['software', 'freedom'],
      ['we', 'modify'],
      ['of', 'software'],
    ] as const;

    const costs = pairs.map(([word, next]) => breakCost(word, next, 0));

    expect(costs).toEqual([...new Set(costs)].toSorted((a, b) => a - b));
  });

  it.each([
    ['a number from its unit', '29', 'June'],
    ['a first name from the last', 'Ada', 'Lovelace'],
    ['an object from its verb', 'show', 'them'],
    ['a Japanese ending from its word', '学生', 'です'],
  ])('avoids separating %s', (_what, word, next) => {
    expect(breakCost(word, next, 0)).toBeGreaterThan(breakCost('software', 'freedom', 0));
  });

  it('decreases with the length of the pause', () => {
    expect(breakCost('of', 'software', 1_000)).toBeLessThan(breakCost('software', 'that', 0));
  });
});
