import { describe, expect, it } from '@jest/globals';
import { parseOutput } from '../../../services/transcriber/whisper.ts';

type Token = [text: string, from: number, to: number, p?: number];

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
  wordsOf(...texts.map((text): Token => [text, 0, 1])).map(({ text }) => text);

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
    ['letters of other alphabets', [' na', 'ï', 've', ' 日本', '語', ' 👋🏽'], ['naïve', '日本語', '👋🏽']],
    ['no special tokens', ['[_BEG_]', ' so', '[_TT_150]', '<|endoftext|>'], ['so']],
    ['no word of spaces alone', [' so', '  '], ['so']],
    ['nothing', [], []],
  ])('joins %s', (_what, tokens, expected) => {
    expect(textsOf(...tokens)).toEqual(expected);
  });

  it('gives a word the times of all of its parts and the probability of the least sure one', () => {
    const words = wordsOf([' tran', 500, 700, 0.9], ['scri', 400, 900, 0.2], ['be', 800, 850, 0.7]);

    expect(words).toEqual([{ start: 0.4, end: 0.9, text: 'transcribe', probability: 0.2 }]);
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
