// The json of a transcript, as schemas: published as docs/transcript.schema.json (`npm run schema`). Times are seconds
// from the start of the video, in whole milliseconds. steps.ts has what the steps pass on.
import { z } from 'zod';

export const seconds = z.number().nonnegative().describe('seconds');

export const Span = z.object({ start: seconds, end: seconds });
export type Span = z.infer<typeof Span>;

export const Source = z.object({
  key: z.string().describe('S3 key of the video'),
  etag: z.string().describe('ETag of the object, without quotes'),
  size: z.number().describe('bytes of the object'),
  sha256: z.string().optional().describe("of the file on the uploader's disk, if the uploader sent it"),
  fileSize: z.int().optional().describe('bytes of that file, whose object may be its soundtrack alone'),
  modified: z.string().optional().describe('when that file was last written, ISO 8601'),
});
export type Source = z.infer<typeof Source>;

export const EngineSettings = z.object({
  beamSize: z.int().positive().describe('1 is greedy decoding'),
  bestOf: z.int().positive().describe('candidates when a doubtful decoding is repeated with sampling'),
  maxContext: z.int().nonnegative().describe('tokens of preceding text used as a prompt'),
  language: z.string().describe('as asked for: a Whisper language code, or auto'),
  translate: z.boolean().describe('to English'),
  prompt: z.string().describe('names and terms to expect'),
  audioTrack: z.union([z.int().positive(), z.literal('default')]).describe('from 1'),
});
export type EngineSettings = z.infer<typeof EngineSettings>;

/** What determines the words besides the video: a transcript made with another engine is out of date. */
export const EngineIdentity = z.object({
  version: z.string(),
  model: z.object({ name: z.string(), sha256: z.string() }),
  settings: EngineSettings,
});
export type EngineIdentity = z.infer<typeof EngineIdentity>;

export const Word = Span.extend({
  text: z.string().describe('with its punctuation, without spaces around it'),
  probability: z.number().min(0).max(1).describe('of its least probable token'),
});
export type Word = z.infer<typeof Word>;

const EngineSegment = Span.extend({ text: z.string(), words: z.array(Word) });
export const Segment = EngineSegment.extend({
  heard: EngineSegment.optional().describe(
    "the engine's own segment, if it was corrected; without words if the engine heard nothing",
  ),
});
export type Segment = z.infer<typeof Segment>;

export const Coverage = z.object({
  speechSeconds: seconds.describe('speech found by the voice activity detector'),
  coveredSeconds: seconds.describe('the part of it that has words'),
  ratio: z.number().min(0).max(1).describe('coveredSeconds / speechSeconds; 1 if there is no speech'),
  gaps: z.array(Span).describe('speech of a second or more that has no words'),
});
export type Coverage = z.infer<typeof Coverage>;

/** The findings on one soundtrack of a file. */
export const TrackLook = z.object({
  track: z.int().positive().describe('from 1'),
  channels: z.int().nonnegative().describe('0 if it cannot be decoded'),
  peak: z.number().nonnegative().describe('the largest sample; 1 is full scale'),
  speechSeconds: seconds.describe('speech found by the voice activity detector'),
  fault: z.string().optional().describe('why it cannot be decoded'),
});
export type TrackLook = z.infer<typeof TrackLook>;

/** Which of a file's sound was transcribed, and what else was checked. */
export const Sound = z.object({
  track: z.int().positive().describe('from 1'),
  channels: z.array(z.int().positive()).optional().describe('channels of the track, from 1; absent for all'),
  looked: z.array(TrackLook).describe('in the order in which they were checked'),
  remark: z.string().optional().describe('what is odd about it, in words'),
});
export type Sound = z.infer<typeof Sound>;
export const OtherLanguage = Span.extend({ language: z.string().describe('a Whisper language code') });
export type OtherLanguage = z.infer<typeof OtherLanguage>;

/** Doubts about the language and the voice detection; not written by versions up to 0.3.0. */
export const Doubts = z
  .object({
    otherLanguages: z.array(OtherLanguage).describe('places in another language than that of the words'),
    languageDoubted: z.boolean().describe('true: an English-only model heard what is probably not English'),
    unsure: z.array(Span).describe('loud sound that may hide speech from the voice activity detector'),
  })
  .partial();
export type Doubts = z.infer<typeof Doubts>;

export const Transcript = z.object({
  source: Source,
  duration: seconds.describe('of the soundtrack, as far as it could be decoded'),
  lostSeconds: seconds.describe(
    'more than 0 if the file is cut off or broken: how much of its end is missing',
  ),
  engine: EngineIdentity,
  language: z.string().describe('of the speech: a Whisper language code, such as en'),
  hasSpeech: z.boolean().describe('false if nobody speaks in the video'),
  // Not written by versions up to 0.3.0.
  sound: Sound.optional().describe('which sound was transcribed, and what else was checked'),
  nothingHeard: z
    .string()
    .optional()
    .describe('why there are no words, and what was checked; absent if there are words'),
  coverage: Coverage,
  ...Doubts.shape,
  segments: z.array(Segment),
});
export type Transcript = z.infer<typeof Transcript>;
