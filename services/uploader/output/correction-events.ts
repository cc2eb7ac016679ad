// What is said of corrections and of the course page: events, each one line of `--json`. Shapes only.
import { z } from 'zod';

const count = z.int().nonnegative();

/** A correction that stands nowhere in its lecture; `ambiguous`: in two places at once, `taken`: another is about its words. */
export const UnmatchedCorrection = z.object({
  start: z.number(),
  end: z.number(),
  heard: z.string(),
  written: z.string(),
  reason: z.enum(['notFound', 'ambiguous', 'taken']),
});
export type UnmatchedCorrection = z.infer<typeof UnmatchedCorrection>;

/** What was corrected in a lecture's transcript, where there is something to say of it. */
export const CorrectingFields = {
  /** Files whose edits by hand are corrections now. */
  taken: z.array(z.string()).optional(),
  unmatched: z.array(UnmatchedCorrection).optional(),
};

/** The course page that was made; `url` opens it. */
export const PageMade = z.object({
  path: z.string(),
  url: z.string(),
  lectures: count,
  /** Transcripts that it is without, and videos that have none. */
  problems: z.array(z.object({ name: z.string(), reason: z.string() })),
});
export type PageMade = z.infer<typeof PageMade>;

export const CorrectionEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('corrected'),
    lecture: z.string(),
    /** False: its files had the corrections already. */
    isNew: z.boolean(),
    /** Places that read otherwise than they were heard. */
    places: count,
    ...CorrectingFields,
    kept: z.array(z.object({ path: z.string(), newVersion: z.string().optional() })).optional(),
  }),
  PageMade.extend({ type: z.literal('page') }),
]);
