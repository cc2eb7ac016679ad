// Limits the length of a prompt. Only the model's tokenizer can count exactly; some prompts are too long for any model.
import { OptionsRefused } from '../contracts/errors.ts';

/** Half of Whisper's text context, less the start token. */
const LONGEST_PROMPT_TOKENS = 223;

/** The longest token of all vocabularies: tiny.en has one of 128 bytes. */
const LONGEST_TOKEN_BYTES = 128;

// whisper.cpp's `tokenize` first splits a text into these, by bytes, and makes at least one token of each.
const BLANK = ' \\t\\n\\v\\f\\r';
const RUN = new RegExp(
  `'(?:s|t|re|ve|m|ll|d)| ?[A-Za-z]+| ?[0-9]+| ?[^${BLANK}A-Za-z0-9]+|[${BLANK}]+(?![^${BLANK}])|[${BLANK}]+`,
  'g',
);

/** A lower bound for any model. */
const leastTokens = (prompt: string): number => {
  const runs = Buffer.from(prompt).toString('latin1').match(RUN) ?? [];
  return runs.reduce((sum, run) => sum + Math.ceil(run.length / LONGEST_TOKEN_BYTES), 0);
};

/**
 * @param tokens as the engine counts them.
 * @param key of the video, if known.
 * @throws {OptionsRefused}
 */
export const assertPromptFits = (tokens: number, key?: string): void => {
  if (tokens > LONGEST_PROMPT_TOKENS) throw tooLong(String(tokens), key);
};

/**
 * A check without tokenizer: a prompt that passes may still be too long.
 * @throws {OptionsRefused}
 */
export const assertPromptMayFit = (prompt = ''): void => {
  const tokens = leastTokens(prompt);
  if (tokens > LONGEST_PROMPT_TOKENS) throw tooLong(`at least ${tokens}`);
};

const tooLong = (tokens: string, key?: string): OptionsRefused =>
  new OptionsRefused(
    `The prompt and the glossary${key ? ` of ${key}` : ''} make ${tokens} tokens, but Whisper takes at most ${LONGEST_PROMPT_TOKENS}, about 150 words. ` +
      'Shorten --prompt or glossary.txt.',
  );
