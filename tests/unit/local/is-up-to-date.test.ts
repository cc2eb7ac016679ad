import { describe, expect, it } from '@jest/globals';
import { isUpToDate } from '../../../local/is-up-to-date.ts';
import { anError } from '../../fixtures/an-error.ts';
import { aSettings } from '../../fixtures/transcript.ts';
import { anEngineIdentity, aTranscript } from '../fakes.ts';

/** A tokenizer that makes one token of each character, and remembers what it counted. */
const prepare = () => {
  const counted: string[] = [];
  const engine = {
    identity: async ({ prompt = '' }) => anEngineIdentity({ settings: aSettings({ prompt }) }),
    countTokens: async (prompt: string) => {
      counted.push(prompt);
      return prompt.length;
    },
  };
  return { engine, counted };
};

describe('isUpToDate', () => {
  it('refuses a prompt that is too long, before anything is sent', async () => {
    const { engine } = prepare();

    await expect(isUpToDate(engine, undefined, { prompt: 'a'.repeat(224) })).rejects.toEqual(
      anError('OptionsRefused', 'make 224 tokens, but Whisper takes at most 223'),
    );
  });

  it('accepts a prompt that is just short enough', async () => {
    const { engine, counted } = prepare();

    expect(await isUpToDate(engine, undefined, { prompt: 'a'.repeat(223) })).toBe(false);
    expect(counted).toHaveLength(1);
  });

  it('does not count the prompt again for a transcript that was made with it', async () => {
    const { engine, counted } = prepare();
    const made = aTranscript({ engine: anEngineIdentity({ settings: aSettings({ prompt: 'etcd' }) }) });

    expect(await isUpToDate(engine, made, { prompt: 'etcd' })).toBe(true);
    expect(counted).toEqual([]);
  });
});
