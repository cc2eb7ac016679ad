// All files of a transcript with its corrections in them.
import { z } from 'zod';
import { render } from '../captions/render.ts';
import type { TranscriptFormat } from '../contracts/keys.ts';
import { Transcript } from '../contracts/transcript.ts';
import { applyCorrections, type Corrected, type Unmatched } from './apply.ts';
import type { Correction } from './corrections.ts';

export type CorrectedTexts = {
  texts: Record<TranscriptFormat, string>;
  places: Corrected[];
  unmatched: Unmatched[];
};

/** False for a transcript in which nothing was ever corrected, which most are: it need not be parsed. */
export const mayHoldCorrected = (json: string): boolean => json.includes('"heard":');

/**
 * @param json of a transcript; what another version knows stays in it.
 * @param corrections of its lecture.
 * @throws {SyntaxError | z.ZodError} a json that is torn, or no transcript.
 */
export const correctTexts = (json: string, corrections: Correction[]): CorrectedTexts => {
  const raw = z.looseObject({}).parse(JSON.parse(json));
  const { transcript, places, unmatched } = applyCorrections(Transcript.parse(raw), corrections);
  const { segments } = transcript;
  return {
    texts: { ...render(transcript), json: `${JSON.stringify({ ...raw, segments })}\n` },
    places,
    unmatched,
  };
};
