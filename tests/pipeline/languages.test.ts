// A model of many languages: found, asked for, translated. Runs where such a model has been fetched before.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { transcribeFile } from '../fixtures/transcribe.ts';

const MODEL = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'course-transcripts/models/ggml-base-q8_0.bin',
);
/** 13 s of espeak-ng (voice de): Guten Morgen und herzlich willkommen. Heute sprechen wir über die Gezeiten, … */
const GERMAN = join(import.meta.dirname, '../fixtures/german.opus');

const hear = async (options = {}) => {
  const { transcript } = await transcribeFile(GERMAN, { options, modelPath: MODEL });
  return { language: transcript.language, text: transcript.segments.map(({ text }) => text).join(' ') };
};

(existsSync(MODEL) ? describe : describe.skip)(`with the model base-q8_0 (once: --model base-q8_0)`, () => {
  it('finds the language of the first speech, and keeps it', async () => {
    expect(await hear()).toMatchObject({ language: 'de', text: expect.stringContaining('Guten Morgen') });
  });

  it('translates to English', async () => {
    expect((await hear({ translate: true })).text).toMatch(/good morning/i);
  });

  it('spells what the prompt names', async () => {
    expect((await hear()).text).not.toContain('Mond');
    expect((await hear({ prompt: 'Gezeiten, Mond' })).text).toContain('Mond');
  });
});

describe('with the model that ships, which knows English only', () => {
  it('refuses another language, and names the model to take', async () => {
    await expect(transcribeFile(GERMAN, { options: { language: 'de' } })).rejects.toThrow(/tiny-q8_0/);
  });
});
