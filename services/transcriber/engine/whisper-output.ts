// What whisper-cli wrote, as segments with words. Its times are in milliseconds of its file.
import { z } from 'zod';
import { joinWords, startsWord } from '../../shared/captions/script.ts';
import type { Segment, Word } from '../../shared/contracts/transcript.ts';
import { withoutMarks } from '../words/marks.ts';

const Offsets = z.object({ from: z.number(), to: z.number() });
const Token = z.object({ text: z.string(), p: z.number(), offsets: Offsets });
const Output = z.object({
  transcription: z.array(z.object({ text: z.string(), offsets: Offsets, tokens: z.array(Token) })),
});

/**
 * @param json as bytes (latin1).
 * @param keepsMarks true: with `[Music]` and its kin.
 * @throws {SyntaxError | z.ZodError} when it is not what `whisper-cli -ojf` writes.
 */
export const parseOutput = (json: string, keepsMarks = false): Segment[] =>
  Output.parse(JSON.parse(json)).transcription.map(({ text, offsets, tokens }) => {
    const written = toWords(tokens);
    const words = keepsMarks ? written : withoutMarks(written);
    return {
      start: offsets.from / 1_000,
      end: offsets.to / 1_000,
      text: words === written ? fromBytes(text).trim() : joinWords(words.map((word) => word.text)),
      words,
    };
  });

const fromBytes = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

/** Tokens are parts of words: one that starts with a space starts a word, `[_BEG_]` and its like are none. */
const toWords = (tokens: z.infer<typeof Token>[]): Word[] => {
  const words: Word[][] = [];
  let pending = '';
  for (const { text, p, offsets } of tokens) {
    if (text.startsWith('[_') || text.startsWith('<|')) continue;
    const part = { start: offsets.from / 1_000, end: offsets.to / 1_000, text, probability: p };
    const current = words.at(-1);
    // As long as the last character is not whole, whatever comes belongs to it.
    const isWhole = !fromBytes(pending).endsWith('\uFFFD');
    if (current && !(isWhole && (text.startsWith(' ') || startsWord(fromBytes(text))))) current.push(part);
    else words.push([part]);
    pending = (isWhole ? '' : pending) + text;
  }
  return words.map(joined).filter(({ text }) => text !== '');
};

/** A word is as sure as the least sure of its parts. */
const joined = (parts: Word[]): Word => ({
  start: Math.min(...parts.map(({ start }) => start)),
  end: Math.max(...parts.map(({ end }) => end)),
  text: fromBytes(parts.map(({ text }) => text).join('')).trim(),
  probability: Math.min(...parts.map(({ probability }) => probability)),
});
