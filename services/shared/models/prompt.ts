// How long a prompt may be. Only the model's tokenizer can count; what it cannot take in any case is known without it.
import { OptionsRefused } from '../contracts/errors.ts';

/** Half of Whisper's text context, less the token that starts it. */
const LONGEST_PROMPT_TOKENS = 223;

/** Of all vocabularies: tiny.en's has one of 128 bytes. */
const LONGEST_TOKEN_BYTES = 128;

// whisper.cpp's `tokenize` cuts a text into these first, byte by byte, and makes one token or more of each.
const BLANK = ' \\t\\n\\v\\f\\r';
const RUN = new RegExp(
  `'(?:s|t|re|ve|m|ll|d)| ?[A-Za-z]+| ?[0-9]+| ?[^${BLANK}A-Za-z0-9]+|[${BLANK}]+(?![^${BLANK}])|[${BLANK}]+`,
  'g',
);

/** Whatever the model. */
const leastTokens = (prompt: string): number => {
  const runs = Buffer.from(prompt).toString('latin1').match(RUN) ?? [];
  return runs.reduce((sum, run) => sum + Math.ceil(run.length / LONGEST_TOKEN_BYTES), 0);
};

/**
 * @param tokens as the engine counts them.
 * @param key of the video, where it is known.
 * @throws {OptionsRefused}
 */
export const assertPromptFits = (tokens: number, key?: string): void => {
  if (tokens > LONGEST_PROMPT_TOKENS) throw tooLong(String(tokens), key);
};

/**
 * For those who have no tokenizer: a prompt that passes may still be too long.
 * @throws {OptionsRefused}
 */
export const assertPromptMayFit = (prompt = ''): void => {
  const tokens = leastTokens(prompt);
  if (tokens > LONGEST_PROMPT_TOKENS) throw tooLong(`at least ${tokens}`);
};

const tooLong = (tokens: string, key?: string): OptionsRefused =>
  new OptionsRefused(
    `The prompt and the glossary${key ? ` of ${key}` : ''} make ${tokens} tokens, and Whisper takes ${LONGEST_PROMPT_TOKENS}, some 150 words. ` +
      'Shorten --prompt or glossary.txt.',
  );
