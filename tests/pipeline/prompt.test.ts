// The limit for prompts, counted by the bundled model's tokenizer.
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MODELS_FOLDER } from '../../local/template.ts';
import { assertPromptFits, assertPromptMayFit } from '../../services/shared/models/prompt.ts';
import { makeEngine } from '../../services/transcriber/engine/engine.ts';

const engine = makeEngine({
  modelPath: join(MODELS_FOLDER, 'ggml-tiny.en-q8_0.bin'),
  vadModelPath: join(MODELS_FOLDER, 'ggml-silero-v6.2.0.bin'),
});

/** Each text has as few tokens as its kind allows. */
const KINDS = {
  words: 'one two three',
  'signs and clitics': "(it's) we're ; don't",
  numbers: '1 22 x3y4',
  'blanks in a row': 'one  two \n three',
  umlauts: 'Müller Größe',
  'the longest token': 'ÃÂ'.repeat(32),
};

describe('assertPromptMayFit', () => {
  it.each(Object.entries(KINDS))('accepts whatever the model accepts: %s', async (_kind, text) => {
    let prompt = text;
    for (let longer = text; (await engine.countTokens(longer)) <= 223; longer += ` ${text}`.repeat(9))
      prompt = longer;

    expect(() => assertPromptMayFit(prompt)).not.toThrow();
  });

  it('leaves borderline cases to the tokenizer', async () => {
    const prompt = 'antidisestablishmentarianism '.repeat(60);

    expect(() => assertPromptMayFit(prompt)).not.toThrow();
    await expect(engine.countTokens(prompt).then((tokens) => assertPromptFits(tokens))).rejects.toMatchObject(
      {
        name: 'OptionsRefused',
      },
    );
  });
});
