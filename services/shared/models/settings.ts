// Turns a run's options into engine settings, which are part of a transcript's identity.

import { isNamed, OptionsRefused } from '../contracts/errors.ts';
import type { Options } from '../contracts/steps.ts';
import type { EngineSettings } from '../contracts/transcript.ts';
import { AUTO, checkLanguage } from './languages.ts';
import { assertPromptMayFit } from './prompt.ts';

/** Measured: docs/performance.md. Whisper's own default is 5 and 5. */
export const QUALITIES = {
  fast: { beamSize: 1, bestOf: 1 },
  balanced: { beamSize: 3, bestOf: 3 },
  best: { beamSize: 5, bestOf: 5 },
} as const;

/**
 * @param multilingual false for a model that knows only English.
 * @throws {OptionsRefused} if the model does not know the language, or no model can take the prompt.
 */
export const settingsOf = (wanted: Options, model: string, multilingual: boolean): EngineSettings => {
  const {
    quality = 'balanced',
    language = AUTO,
    translate = false,
    prompt = '',
    audioTrack = 'default',
  } = wanted;
  assertPromptMayFit(prompt);
  return {
    ...QUALITIES[quality],
    // With preceding text as a prompt, whole sentences go missing (docs/decisions/engine-settings.md).
    maxContext: 0,
    language: languageOf(model, multilingual, language, translate),
    translate,
    prompt,
    audioTrack,
  };
};

const languageOf = (model: string, multilingual: boolean, language: string, translate: boolean): string => {
  try {
    return checkLanguage(model, multilingual, language, translate);
  } catch (error) {
    if (isNamed(error, 'UserError') && Error.isError(error))
      throw new OptionsRefused(error.message, { cause: error });
    throw error;
  }
};
