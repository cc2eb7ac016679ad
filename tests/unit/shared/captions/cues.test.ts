import { describe, expect, it } from '@jest/globals';
import { toCues } from '../../../../services/shared/captions/cues.ts';
import type { Word } from '../../../../services/shared/contracts/transcript.ts';

const word = (start: number, end: number, text: string): Word => ({ start, end, text, probability: 1 });

/** Words of one second that follow each other. */
const spoken = (...texts: string[]): Word[] => texts.map((text, index) => word(index, index + 1, text));

/** A sentence at fifteen characters a second. */
const said = (sentence: string): Word[] => {
  let start = 0;
  return sentence.split(' ').map((text) => {
    const spokenWord = word(start, start + (text.length + 1) / 15, text);
    start = spokenWord.end;
    return spokenWord;
  });
};

const textsOf = (words: Word[]): string[] => toCues(words).map(({ lines }) => lines.join(' | '));

describe('toCues', () => {
  it('returns no cues for no words', () => {
    expect(toCues([])).toEqual([]);
  });

  it('puts words that fit on the screen into one cue, from the first start to the last end', () => {
    const cues = toCues([word(0.32, 0.8, 'And'), word(0.8, 1.5, 'so,'), word(1.5, 2.1, 'ask')]);

    expect(cues).toEqual([{ start: 0.32, end: 2.1, lines: ['And so, ask'] }]);
  });

  it.each([
    ['after a pause of a second', [word(0, 1, 'One'), word(2, 3, 'two')], ['One', 'two']],
    ['not after a shorter pause', [word(0, 1, 'One'), word(1.9, 3, 'two')], ['One two']],
    ['after a sentence', [word(0, 1.5, 'That is one.'), word(1.5, 3, 'Two.')], ['That is one.', 'Two.']],
    [
      'after a sentence in quotes',
      [word(0, 1.5, '“Is it one?”'), word(1.5, 3, 'Two.')],
      ['“Is it one?”', 'Two.'],
    ],
    ['after a short sentence', [word(0, 1.5, 'No.'), word(1.5, 3, 'Two.')], ['No.', 'Two.']],
    ['not after a sentence of less than a second', [word(0, 0.9, 'No.'), word(1, 2, 'Two')], ['No. Two']],
    ['before a word that would end after seven seconds', spoken(...'abcdefgh'), ['a b c d e f g', 'h']],
  ])('begins a new cue %s', (_when, words, expected) => {
    expect(textsOf(words)).toEqual(expected);
  });

  it('begins a new cue rather than a third line', () => {
    const words = Array.from({ length: 5 }, (_, index) => word(index / 2, index / 2 + 0.5, 'x'.repeat(20)));

    const cues = toCues(words);

    for (const { lines } of cues) expect(lines.length).toBeLessThanOrEqual(2);
    expect(cues.flatMap(({ lines }) => lines.flatMap((line) => line.split(' ')))).toHaveLength(5);
  });

  it.each([
    [
      'after a comma rather than where the lines are full',
      'When we speak of the free software that you may use, we are referring to freedom and not to its price.',
      [
        'When we speak of the free software | that you may use,',
        'we are referring to freedom | and not to its price.',
      ],
    ],
    [
      'before a conjunction or preposition, never after one or after an article',
      'The licenses for most software and other practical works are designed to take away your freedom.',
      [
        'The licenses for most software',
        'and other practical works are designed | to take away your freedom.',
      ],
    ],
    [
      'between sentences rather than where a cue is full',
      'The gradient tells where the loss falls. So we take a small step in that direction, and then we go on.',
      [
        'The gradient tells where the loss falls.',
        'So we take a small step in that direction, | and then we go on.',
      ],
    ],
    [
      'not after an abbreviation',
      'This is what has been said in the book by Dr. Smith on the freedom of software.',
      ['This is what has been said in the book | by Dr. Smith on the freedom of software.'],
    ],
  ])('breaks %s', (_where, sentence, expected) => {
    expect(textsOf(said(sentence))).toEqual(expected);
  });

  it.each([
    [
      'a word longer than two lines',
      ['x'.repeat(100)],
      ['x'.repeat(42), `${'x'.repeat(42)} | ${'x'.repeat(16)}`],
    ],
    [
      'an address, after its punctuation',
      ['https://www.gnu.org/licenses/gpl-3.0.html#section-seven'],
      ['https://www.gnu.org/licenses/ | gpl-3.0.html#section-seven'],
    ],
    [
      'Chinese between its words, without spaces',
      ['我们今天学习机器学习，', '然后做一个练习。', '明天我们再见面。'],
      ['我们今天学习机器学习，然后做一个练习。', '明天我们再见面。'],
    ],
    ['words with blanks in them', ['one\n\ntwo', ' ', '\u0000', 'three '], ['one two', 'three']],
  ])('lays out %s', (_what, texts, expected) => {
    expect(textsOf(texts.map((text, index) => word(index * 3, index * 3 + 3, text)))).toEqual(expected);
  });

  it.each([
    ['lengthens a short cue by half a second', [word(5, 5.2, 'Yes')], [[5, 5.7]]],
    [
      'lengthens it into a pause',
      [word(5, 5.2, 'Yes'), word(9, 10, 'no')],
      [
        [5, 5.7],
        [9, 10],
      ],
    ],
    ['lengthens a cue until it can be read', [word(0, 1.6, 'x'.repeat(40))], [[0, 2]]],
    ['lengthens it by half a second at most', [word(0, 0.5, 'x'.repeat(40))], [[0, 1]]],
    ['does not lengthen a cue that is long enough', [word(0, 3, 'Yes')], [[0, 3]]],
    [
      'ends a cue two frames before the next',
      [word(0, 2, 'This is one.'), word(2, 4, 'Two.')],
      [
        [0, 1.92],
        [2, 4],
      ],
    ],
    [
      'leaves no empty screen of a few frames',
      [word(0, 2, 'This is one.'), word(2.4, 4, 'Two.')],
      [
        [0, 2.32],
        [2.4, 4],
      ],
    ],
    ['ends a cue of one endless word after seven seconds', [word(0, 30, 'Mmm')], [[0, 7]]],
    [
      'ends it before the next word',
      [word(0, 30, 'Mmm.'), word(4, 5, 'Yes.')],
      [
        [0, 3.92],
        [4, 5],
      ],
    ],
    [
      'delays the next cue if more than two lines start at once',
      Array.from({ length: 3 }, () => word(3, 3, 'x'.repeat(42))),
      [
        [3, 3.5],
        [3.58, 4.58],
      ],
    ],
  ])('%s', (_what, words, expected) => {
    expect(toCues(words).map(({ start, end }) => [start, end])).toEqual(expected);
  });

  it('takes seconds for two hours of speech', () => {
    const words = Array.from({ length: 20_000 }, (_, index) => word(index * 0.4, index * 0.4 + 0.35, 'word'));
    const before = process.cpuUsage();

    toCues(words);

    // CPU time, which does not depend on other programs. A tenth of a second is usual; a quadratic search would take
    // minutes.
    expect(process.cpuUsage(before).user).toBeLessThan(20_000_000);
  });
});
