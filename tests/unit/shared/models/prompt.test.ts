import { describe, expect, it } from '@jest/globals';
import { assertPromptFits, assertPromptMayFit } from '../../../../services/shared/models/prompt.ts';

const words = (count: number, word = 'etcd'): string => Array.from({ length: count }, () => word).join(' ');

describe('assertPromptFits', () => {
  it('accepts as many tokens as Whisper does', () => {
    expect(() => assertPromptFits(223)).not.toThrow();
  });

  it.each([
    [undefined, 'The prompt and the glossary make 224 tokens, but Whisper takes at most 223'],
    ['week1/a.mp4', 'The prompt and the glossary of week1/a.mp4 make 224 tokens'],
  ])('refuses one more, and names the video if it is known: %s', (key, message) => {
    expect(() => assertPromptFits(224, key)).toThrow(
      expect.objectContaining({ name: 'OptionsRefused', message: expect.stringContaining(message) }),
    );
  });
});

describe('assertPromptMayFit', () => {
  it.each([
    ['none', undefined],
    ['one of 223 words', words(223)],
    // One token each, although they have three or more characters.
    ['words with their spaces, and punctuation', words(44, "it's (so)")],
    ['a long word of 28 kB, which might be 223 tokens of 128 bytes', 'x'.repeat(223 * 128)],
  ])('accepts a prompt that may fit: %s', (_what, prompt) => {
    expect(() => assertPromptMayFit(prompt)).not.toThrow();
  });

  it.each([
    ['one of 224 words', words(224), 224],
    ['terms with commas', words(120, 'etcd,'), 240],
    ['words with umlauts, split around them as in whisper.cpp', words(80, 'Müller'), 240],
    ['a Chinese text without spaces', '中'.repeat(20_000), 469],
  ])('refuses what no model accepts: %s', (_what, prompt, least) => {
    expect(() => assertPromptMayFit(prompt)).toThrow(
      expect.objectContaining({
        name: 'OptionsRefused',
        message: expect.stringContaining(`make at least ${least} tokens`),
      }),
    );
  });
});
