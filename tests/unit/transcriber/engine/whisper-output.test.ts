import { describe, expect, it } from '@jest/globals';
import { parseOutput } from '../../../../services/transcriber/engine/whisper-output.ts';

type Token = [text: string, from: number, to: number, p?: number];

/** Text as whisper-cli's JSON has it where it is read as bytes. */
const bytes = (text: string): string => Buffer.from(text).toString('latin1');

/** What `whisper-cli -ojf` writes for one segment, as far as it is read. */
const output = (...tokens: Token[]): string =>
  JSON.stringify({
    systeminfo: 'AVX2',
    transcription: [
      {
        timestamps: { from: '00:00:00,320', to: '00:00:02,100' },
        offsets: { from: 320, to: 2_100 },
        text: ` ${tokens.map(([text]) => text).join('')}`,
        tokens: tokens.map(([text, from, to, p = 0.5], id) => ({ text, id, p, offsets: { from, to } })),
      },
    ],
  });

const wordsOf = (...tokens: Token[]) => parseOutput(output(...tokens)).flatMap(({ words }) => words);
const textsOf = (...texts: string[]) =>
  wordsOf(...texts.map((text): Token => [bytes(text), 0, 1])).map(({ text }) => text);

describe('parseOutput', () => {
  it('reads a segment with its words, in seconds', () => {
    const segments = parseOutput(output([' And', 320, 700, 0.9], [' so', 700, 2_100, 0.8]));

    expect(segments).toEqual([
      {
        start: 0.32,
        end: 2.1,
        text: 'And so',
        words: [
          { start: 0.32, end: 0.7, text: 'And', probability: 0.9 },
          { start: 0.7, end: 2.1, text: 'so', probability: 0.8 },
        ],
      },
    ]);
  });

  it('gives no segments for a stretch without words', () => {
    expect(parseOutput('{"transcription": []}')).toEqual([]);
  });

  it.each([
    ['parts of a word', [' tran', 'scri', 'ber'], ['transcriber']],
    ['a comma to the word before it', [' so', ',', ' my'], ['so,', 'my']],
    ['quotes to the word after them', [' "', 'ask', '"', ' not'], ['"ask"', 'not']],
    ['an apostrophe', [' don', "'t"], ["don't"]],
    ['a first token without a space', ['And', ' so'], ['And', 'so']],
    ['a space of its own to the word after it', [' ', 'so', ' my'], ['so', 'my']],
    ['letters of other alphabets', [' na', 'ï', 've', ' при', 'вет', ' 👋🏽'], ['naïve', 'привет', '👋🏽']],
    [
      'signs to the token before them in a script without spaces',
      ['日本', '。', '語', '、'],
      ['日本。', '語、'],
    ],
    ['no tokens of a script without spaces', ['日本', '語', 'です'], ['日本', '語', 'です']],
    ['Latin letters to what is before them, without a space', ['我', 'use', ' Git'], ['我use', 'Git']],
    ['no Hangul that a space begins', [' 안녕', '하세요', ' 여러분'], ['안녕하세요', '여러분']],
    ['no special tokens', ['[_BEG_]', ' so', '[_TT_150]', '<|endoftext|>'], ['so']],
    ['no word of spaces alone', [' so', '  '], ['so']],
    ['nothing', [], []],
  ])('joins %s', (_what, tokens, expected) => {
    expect(textsOf(...tokens)).toEqual(expected);
  });

  /** Tokens of so many bytes each; a character of these scripts has three, an emoji four. */
  const tokensOf = (text: string, ...lengths: number[]): Token[] => {
    let at = 0;
    return lengths.map((length, index) => {
      const from = at;
      at += length;
      return [bytes(text).slice(from, at), index * 100, index * 100 + 100, 0.9];
    });
  };

  it.each([
    ['one character in two tokens', '語', [1, 2], ['語']],
    ['one character in three tokens', '語', [1, 1, 1], ['語']],
    ['a character that begins in the token of the one before', '日本語', [4, 2, 3], ['日本', '語']],
    ['a character that begins in a token of its own, with the word before', '日本語', [3, 2, 4], ['日本語']],
    ['an emoji in four tokens after a word', ' so 👋 ok', [3, 2, 1, 1, 1, 3], ['so', '👋', 'ok']],
    ['an accent of a word', ' naïve', [4, 1, 2], ['naïve']],
    ['all of it byte by byte', '日本', [1, 1, 1, 1, 1, 1], ['日本']],
  ])('puts together %s', (_what, text, lengths, expected) => {
    const words = wordsOf(...tokensOf(text, ...lengths));

    expect(words.map((word) => word.text)).toEqual(expected);
    expect(words[0]?.start).toBe(0);
    expect(words.at(-1)?.end).toBe(lengths.length / 10);
  });

  it('leaves a sign for a character that never ends, and goes on', () => {
    const words = wordsOf([' so', 0, 1], [bytes('語').slice(0, 2), 1, 2], [' my', 2, 3], [' own', 3, 4]);

    expect(words.map(({ text }) => text)).toEqual(['so\uFFFD my', 'own']);
  });

  it('reads a segment’s own text as bytes, too', () => {
    expect(parseOutput(output([bytes('日本'), 0, 100]))[0]?.text).toBe('日本');
  });

  it('gives a word the times of all of its parts and the probability of the least sure one', () => {
    const words = wordsOf([' tran', 500, 700, 0.9], ['scri', 400, 900, 0.2], ['be', 800, 850, 0.7]);

    expect(words).toEqual([{ start: 0.4, end: 0.9, text: 'transcribe', probability: 0.2 }]);
  });

  it('leaves marks for sounds out of the words and of the text', () => {
    const [segment] = parseOutput(output([' [', 0, 1], ['Music', 1, 2], [']', 2, 3], [' so', 3, 4]));

    expect(segment).toMatchObject({ text: 'so', words: [{ text: 'so' }] });
    expect(parseOutput(output([' [', 0, 1], ['Music', 1, 2], [']', 2, 3]))[0]).toMatchObject({
      text: '',
      words: [],
    });
  });

  it.each([
    ['no JSON', '{"transcription": [', 'SyntaxError'],
    ['an empty file', '', 'SyntaxError'],
    ['JSON of another shape', '{"segments": []}', 'ZodError'],
    [
      'segments without tokens',
      '{"transcription": [{"text": "", "offsets": {"from": 0, "to": 1}}]}',
      'ZodError',
    ],
  ])('refuses %s', (_what, json, name) => {
    expect(() => parseOutput(json)).toThrow(expect.objectContaining({ name }));
  });
});
