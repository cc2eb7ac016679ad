// The json of a transcript and what it consists of, as schemas: published as docs/transcript.schema.json (`npm run schema`).
// Times are seconds from the start of the video, in whole milliseconds. What else the steps hand on is in contracts.ts.
import { z } from 'zod';

export const seconds = z.number().nonnegative().describe('seconds');

export const Span = z.object({ start: seconds, end: seconds });
export type Span = z.infer<typeof Span>;

export const Source = z.object({
  key: z.string().describe('S3 key of the video'),
  etag: z.string().describe('of the object, without quotes'),
  size: z.number().describe('bytes of the object'),
  sha256: z.string().optional().describe("of the file on the uploader's disk, where the uploader said it"),
  fileSize: z.int().optional().describe('bytes of that file: its object may be its soundtrack alone'),
  modified: z.string().optional().describe('when that file was last written, ISO 8601'),
});
export type Source = z.infer<typeof Source>;

export const EngineSettings = z.object({
  beamSize: z.int().positive().describe('1 is greedy decoding'),
  bestOf: z.int().positive().describe('candidates where the first decoding is doubtful and dice are thrown'),
  maxContext: z.int().nonnegative().describe('tokens of the text before that are a prompt for what follows'),
  language: z.string().describe("as asked for: a code of Whisper's, or auto"),
  translate: z.boolean().describe('to English'),
  prompt: z.string().describe('names and terms to expect'),
  audioTrack: z.union([z.int().positive(), z.literal('default')]).describe('from 1'),
});
export type EngineSettings = z.infer<typeof EngineSettings>;

/** What decides about the words, beside the video: a transcript made with another engine is out of date. */
export const EngineIdentity = z.object({
  version: z.string(),
  model: z.object({ name: z.string(), sha256: z.string() }),
  settings: EngineSettings,
});
export type EngineIdentity = z.infer<typeof EngineIdentity>;

export const Word = Span.extend({
  text: z.string().describe('with its punctuation, without spaces around it'),
  probability: z.number().min(0).max(1).describe('of the least sure of its tokens'),
});
export type Word = z.infer<typeof Word>;

const EngineSegment = Span.extend({ text: z.string(), words: z.array(Word) });
export const Segment = EngineSegment.extend({
  heard: EngineSegment.optional().describe(
    "the engine's own, where somebody has corrected it; without words where it heard nothing",
  ),
});
export type Segment = z.infer<typeof Segment>;

export const Coverage = z.object({
  speechSeconds: seconds.describe('what the voice activity detector heard'),
  coveredSeconds: seconds.describe('what of it has words'),
  ratio: z.number().min(0).max(1).describe('coveredSeconds / speechSeconds; 1 where there is no speech'),
  gaps: z.array(Span).describe('speech of a second or more that has no words'),
});
export type Coverage = z.infer<typeof Coverage>;

/** What was found on one soundtrack of a file. */
export const TrackLook = z.object({
  track: z.int().positive().describe('from 1'),
  channels: z.int().nonnegative().describe('0 where it cannot be decoded'),
  peak: z.number().nonnegative().describe('the largest sample; 1 is full scale'),
  speechSeconds: seconds.describe('what the voice activity detector heard'),
  fault: z.string().optional().describe('why it cannot be decoded'),
});
export type TrackLook = z.infer<typeof TrackLook>;

/** What of a file's sound was heard, and what else was looked at. */
export const Sound = z.object({
  track: z.int().positive().describe('from 1'),
  channels: z.array(z.int().positive()).optional().describe('of the track, from 1; all unless told'),
  looked: z.array(TrackLook).describe('in the order in which they were looked at'),
  remark: z.string().optional().describe('what is odd about it, in words'),
});
export type Sound = z.infer<typeof Sound>;
export const OtherLanguage = Span.extend({ language: z.string().describe("a code of Whisper's") });
export type OtherLanguage = z.infer<typeof OtherLanguage>;

/** What was noticed of the language and of the detector; versions up to 0.3.0 wrote none of it. */
export const Doubts = z
  .object({
    otherLanguages: z
      .array(OtherLanguage)
      .describe('places where another language than the one of the words was heard'),
    languageDoubted: z.boolean().describe('true: an English-only model heard what is probably not English'),
    unsure: z.array(Span).describe('loud sound in which the voice activity detector may have missed speech'),
  })
  .partial();
export type Doubts = z.infer<typeof Doubts>;

export const Transcript = z.object({
  source: Source,
  duration: seconds.describe('of the soundtrack, as far as it could be decoded'),
  lostSeconds: seconds.describe(
    'more than 0 where the file is cut off or broken: so much of its end is missing here too',
  ),
  engine: EngineIdentity,
  language: z.string().describe("of the speech: a code of Whisper's, such as en"),
  hasSpeech: z.boolean().describe('false: the video has a soundtrack and nobody speaks in it'),
  // Versions up to 0.3.0 wrote neither.
  sound: Sound.optional().describe('what of the sound was heard, and what else was looked at'),
  nothingHeard: z
    .string()
    .optional()
    .describe('why there is not one word, and what was looked at; absent where there are words'),
  coverage: Coverage,
  ...Doubts.shape,
  segments: z.array(Segment),
});
export type Transcript = z.infer<typeof Transcript>;
