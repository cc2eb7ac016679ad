import { describe, expect, it } from '@jest/globals';
import { cutWord, isSpaced, widthOf } from '../../../../services/shared/captions/script.ts';

describe('widthOf', () => {
  it.each([
    ['', 0],
    ['word', 4],
    ['nai\u0308ve', 5],
    ['مرحبا', 5],
    ['机器', 4],
    ['カ，', 4],
    ['한국', 4],
    ['👋', 2],
  ])('of %j is %i', (text, width) => {
    expect(widthOf(text)).toBe(width);
  });
});

describe('isSpaced', () => {
  it.each([
    ['one', 'two', true],
    ['学习，', '然后', false],
    ['です。', '「はい」', false],
    ['สวัสดี', 'ครับ', false],
    ['GPT', '模型', true],
    ['한국어', '수업', true],
  ])('%s and %s: %s', (before, after, expected) => {
    expect(isSpaced(before, after)).toBe(expected);
  });
});

describe('cutWord', () => {
  it.each([
    ['a word that fits', 'internationally', ['internationally']],
    ['a very long word', 'x'.repeat(45), ['x'.repeat(20), 'x'.repeat(20), 'x'.repeat(5)]],
    [
      'an address, after its punctuation',
      'https://a.org/path/file-name',
      ['https://', 'a.org/', 'path/', 'file-', 'name'],
    ],
    ['Chinese, with punctuation on the previous word', '今天学习，练习。', ['今天', '学习，', '练习。']],
    ['Japanese, with an opening bracket on the next word', 'です。「学生」', ['です。', '「学生」']],
    ['punctuation wider than a line', '！'.repeat(12), ['！'.repeat(10), '！'.repeat(2)]],
  ])('cuts %s', (_what, word, parts) => {
    expect(cutWord(word, 20)).toEqual(parts);
  });

  it('keeps a character together with its combining marks', () => {
    expect(cutWord('👩‍👩‍👧'.repeat(2), 6)).toEqual(['👩‍👩‍👧', '👩‍👩‍👧']);
  });
});
