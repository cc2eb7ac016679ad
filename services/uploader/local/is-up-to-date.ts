// Whether a transcript is what this machine would make, and whether it can make what is asked for at all.
import type { Options } from '../../shared/contracts.ts';
import { isAsGood, type Origin } from '../../shared/up-to-date.ts';
import type { Engine } from '../../transcriber/engine.ts';
import { assertPromptFits } from '../../transcriber/prompt.ts';

/** @throws {OptionsRefused} */
export const isUpToDate = async (
  engine: Pick<Engine, 'identity' | 'countTokens'>,
  origin: Origin | undefined,
  wanted: Options,
): Promise<boolean> => {
  const identity = await engine.identity(wanted);
  // Its prompt was counted when it was made.
  if (origin !== undefined && isAsGood(origin, identity, wanted)) return true;
  assertPromptFits(await engine.countTokens(wanted.prompt ?? ''));
  return false;
};
