// The events for corrections and the course page, each one line of `--json`. Only shapes.
import { z } from 'zod';

const count = z.int().nonnegative();

/** A correction that does not match its lecture. `ambiguous`: it matches two places; `taken`: another covers its words. */
export const UnmatchedCorrection = z.object({
  start: z.number(),
  end: z.number(),
  heard: z.string(),
  written: z.string(),
  reason: z.enum(['notFound', 'ambiguous', 'taken']),
});
export type UnmatchedCorrection = z.infer<typeof UnmatchedCorrection>;

/** What is worth mentioning about a transcript's corrections. */
export const CorrectingFields = {
  /** Files whose edits by hand were saved as corrections. */
  taken: z.array(z.string()).optional(),
  unmatched: z.array(UnmatchedCorrection).optional(),
};

/** The new course page, and a URL that opens it. */
export const PageMade = z.object({
  path: z.string(),
  url: z.string(),
  lectures: count,
  /** Transcripts that are not on it, and videos without a transcript. */
  problems: z.array(z.object({ name: z.string(), reason: z.string() })),
});
export type PageMade = z.infer<typeof PageMade>;

export const CorrectionEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('corrected'),
    lecture: z.string(),
    /** False if its files already had the corrections. */
    isNew: z.boolean(),
    /** Where the text differs from what the engine heard. */
    places: count,
    ...CorrectingFields,
    kept: z.array(z.object({ path: z.string(), newVersion: z.string().optional() })).optional(),
  }),
  PageMade.extend({ type: z.literal('page') }),
]);
