// whisper-cli on one stretch of speech: its command, and its JSON as segments with words.
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Segment, Word } from '../shared/contracts.ts';
import { EngineFailed, isNamed } from '../shared/errors.ts';
import { type RunOptions, run } from '../shared/process.ts';

/**
 * Of 15 minutes of speech these lose the fewest words for their time (docs/decisions/engine-settings.md).
 * maxContext 0: with the text before as a prompt, whole sentences go missing.
 */
export const SETTINGS = { beamSize: 3, bestOf: 3, maxContext: 0, language: 'en' };

const Offsets = z.object({ from: z.number(), to: z.number() });
const Token = z.object({ text: z.string(), id: z.number(), p: z.number(), offsets: Offsets });
const Output = z.object({
  transcription: z.array(z.object({ text: z.string(), offsets: Offsets, tokens: z.array(Token) })),
});

/**
 * Transcribes a WAV file with one thread; times are seconds from its start.
 * @throws {EngineFailed} on a crash, and where whisper-cli exits with 0 but leaves no whole result.
 */
export const transcribe = async (wav: string, model: string, options: RunOptions): Promise<Segment[]> => {
  const { beamSize, bestOf, maxContext, language } = SETTINGS;
  const settings = ['-bs', beamSize, '-bo', bestOf, '-mc', maxContext, '-l', language, '-t', 1].map(String);
  try {
    await run('whisper-cli', ['-m', model, '-f', wav, ...settings, '-np', '-ojf', '-of', wav], options);
    return parseOutput(await readFile(`${wav}.json`, 'utf8'));
  } catch (error) {
    if (isNamed(error, 'ToolMissing', 'AbortError')) throw error;
    throw new EngineFailed(`whisper-cli gave no whole result (${error})`, error);
  }
};

/** @throws {SyntaxError | z.ZodError} when it is not what `whisper-cli -ojf` writes. */
export const parseOutput = (json: string): Segment[] =>
  Output.parse(JSON.parse(json)).transcription.map(({ text, offsets, tokens }) => ({
    start: offsets.from / 1_000,
    end: offsets.to / 1_000,
    text: text.trim(),
    words: toWords(tokens),
  }));

/** Tokens are parts of words: one that starts with a space starts a word, `[_BEG_]` and its like are none. */
const toWords = (tokens: z.infer<typeof Token>[]): Word[] => {
  const words: Word[][] = [];
  for (const { text, p, offsets } of tokens) {
    if (text.startsWith('[_') || text.startsWith('<|')) continue;
    const part = { start: offsets.from / 1_000, end: offsets.to / 1_000, text, probability: p };
    const current = words.at(-1);
    if (current && !text.startsWith(' ')) current.push(part);
    else words.push([part]);
  }
  return words.map(joined).filter(({ text }) => text !== '');
};

/** A word is as sure as the least sure of its parts. */
const joined = (parts: Word[]): Word => ({
  start: Math.min(...parts.map(({ start }) => start)),
  end: Math.max(...parts.map(({ end }) => end)),
  text: parts
    .map(({ text }) => text)
    .join('')
    .trim(),
  probability: Math.min(...parts.map(({ probability }) => probability)),
});
