// Renders all files of a transcript with its corrections.
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

/** False for a transcript that was never corrected, which saves parsing it. */
export const mayHoldCorrected = (json: string): boolean => json.includes('"heard":');

/**
 * @param json of a transcript; fields of other versions stay in it.
 * @param corrections of its lecture.
 * @throws {SyntaxError | z.ZodError} if the json is damaged or not a transcript.
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
