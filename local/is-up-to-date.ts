// Whether a transcript is what this machine would make, and whether it supports the options at all.

import { isAsGood, type Origin } from '../services/shared/aws/up-to-date.ts';
import type { Options } from '../services/shared/contracts/steps.ts';
import { assertPromptFits } from '../services/shared/models/prompt.ts';
import type { Engine } from '../services/transcriber/engine/engine.ts';

/** @throws {OptionsRefused} */
export const isUpToDate = async (
  engine: Pick<Engine, 'identity' | 'countTokens'>,
  origin: Origin | undefined,
  wanted: Options,
): Promise<boolean> => {
  const identity = await engine.identity(wanted);
  // Its prompt was checked when it was made.
  if (origin !== undefined && isAsGood(origin, identity, wanted)) return true;
  assertPromptFits(await engine.countTokens(wanted.prompt ?? ''));
  return false;
};
