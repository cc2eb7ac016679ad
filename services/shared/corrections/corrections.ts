// The file corrections.json of a course: what people wrote instead of what the engine heard. It is beside week1/, or
// wherever the course's transcripts begin, and names each lecture by its path from there, without an extension:
//   {"version":1,"glossary":["Kubernetes"],"corrections":[{"lecture":"week1/lesson1/video1","start":12.3,"end":13.1,
//    "heard":["Cooper","Netties"],"written":["Kubernetes"],"before":["we","use"],"after":["every","day."],
//    "made":"2026-11-26T14:00:00.000Z"}]}
// apply.ts applies them to a transcript.
import { z } from 'zod';
import { Span } from '../contracts/transcript.ts';

export const CORRECTIONS = 'corrections.json';
const CORRECTIONS_VERSION = 1;

const words = z.array(z.string().regex(/\S/)).describe('each with its punctuation, without spaces around it');

/** One place in one lecture. No two corrections are about the same words: a second edit replaces the first. */
export const Correction = Span.extend({
  lecture: z.string().describe('path of its transcript below the folder of this file, without an extension'),
  // Always the engine's own words, never those of an earlier correction.
  heard: words.describe("the engine's words from start to end; none if it heard nothing"),
  written: words.describe('the words that replace them; none if they are deleted'),
  before: words.default([]).describe("the engine's last words before the place, at most three"),
  after: words.default([]).describe("the engine's first words after the place, at most three"),
  made: z.iso.datetime().describe('when it was made, UTC'),
  everywhere: z.boolean().optional().describe('true: one of the places of a replacement in the whole course'),
});
export type Correction = z.infer<typeof Correction>;

export const Corrections = z.object({
  version: z.literal(CORRECTIONS_VERSION),
  corrections: z.array(Correction),
  glossary: z.array(z.string()).default([]).describe('names that were corrected, offered for glossary.txt'),
});
export type Corrections = z.infer<typeof Corrections>;

export const noCorrections = (): Corrections => ({
  version: CORRECTIONS_VERSION,
  corrections: [],
  glossary: [],
});
