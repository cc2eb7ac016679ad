// Multilingual models: detecting, choosing and translating languages. Runs only if such a model has been downloaded.
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import type { Options } from '../../services/shared/contracts/steps.ts';
import { ffmpeg } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { transcribeFile } from '../fixtures/transcribe.ts';

const MODEL = join(
  process.env.XDG_CACHE_HOME || join(homedir(), '.cache'),
  'course-transcripts/models/ggml-base-q8_0.bin',
);
/** 13 s from espeak-ng (voice de): Guten Morgen und herzlich willkommen. Heute sprechen wir über die Gezeiten, … */
const GERMAN = join(import.meta.dirname, '../fixtures/german.opus');

/** With greedy decoding, which is cheapest. */
const hear = async (options: Options = {}) => {
  const { transcript } = await transcribeFile(GERMAN, {
    options: { quality: 'fast', ...options },
    modelPath: MODEL,
  });
  return { language: transcript.language, text: transcript.segments.map(({ text }) => text).join(' ') };
};

(existsSync(MODEL) ? describe : describe.skip)(`with the model base-q8_0 (once: --model base-q8_0)`, () => {
  it('detects the language and transcribes in it', async () => {
    expect(await hear()).toMatchObject({ language: 'de', text: expect.stringContaining('Guten Morgen') });
  });

  it('is not misled by an 8 s intro in another language, and reports it', async () => {
    const path = join(temporaryFolder(), 'intro.wav');
    const join3 = '[0]atrim=0:8[en];[1]asplit=3[a][b][c];[en][a][b][c]concat=n=4:v=0:a=1';
    const english = join(import.meta.dirname, '../../samples/speech/jfk.mp3');
    ffmpeg('-i', english, '-i', GERMAN, '-filter_complex', join3, '-ar', '16000', path);

    const { transcript } = await transcribeFile(path, { options: { quality: 'fast' }, modelPath: MODEL });

    expect(transcript.language).toBe('de');
    expect(transcript.otherLanguages).toMatchObject([{ language: 'en', start: expect.any(Number) }]);
    expect(transcript.otherLanguages?.[0]?.start).toBeLessThan(2);
  });

  it('translates to English', async () => {
    const { text } = await hear({ language: 'de', translate: true });

    expect(text).toMatch(/good morning/i);
  });

  it('spells the names in the prompt as given', async () => {
    const { text } = await hear({ language: 'de', prompt: 'Gezeiten, Mond' });

    expect(text).toContain('Mond');
  });
});

describe('with the bundled model, which knows only English', () => {
  it.each([
    ['accepts English', join(import.meta.dirname, '../../samples/speech/jfk.mp3'), undefined],
    ['doubts German', GERMAN, true],
  ])('%s', async (_what, path, doubted) => {
    const { transcript } = await transcribeFile(path);

    expect(transcript.language).toBe('en');
    expect(transcript.languageDoubted).toBe(doubted);
  });

  it('refuses another language, and names the model to use', async () => {
    await expect(transcribeFile(GERMAN, { options: { language: 'de' } })).rejects.toThrow(/tiny-q8_0/);
  });
});
