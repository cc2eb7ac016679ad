// What the steps hand to each other and leave in S3, as schemas: events, environment and stored JSON are
// parsed with these, never cast. Times are seconds from the start of the video, in whole milliseconds.
import { z } from 'zod';

const seconds = z.number().nonnegative();

/** An S3 listing entry as Distributed Map hands it out; the ETag may come in its quotes. */
export const Item = z.object({
  Key: z.string().min(1),
  Etag: z.string().optional(),
  Size: z.number().optional(),
  LastModified: z.union([z.number(), z.string()]).optional(),
  StorageClass: z.string().optional(),
});
export type Item = z.infer<typeof Item>;

export const Manifest = z.array(Item);

/** The state machine's input. */
export const RunInput = z.object({
  run: z.string(),
  bucket: z.string(),
  manifest: z.string(),
  maxConcurrency: z.number().int().positive(),
});
export type RunInput = z.infer<typeof RunInput>;

/** What each step of one video gets. */
export const VideoInput = z.object({ run: z.string(), item: Item });
export type VideoInput = z.infer<typeof VideoInput>;

export const ChunkInput = VideoInput.extend({ chunk: z.number().int().nonnegative() });
export type ChunkInput = z.infer<typeof ChunkInput>;

export const Span = z.object({ start: seconds, end: seconds });
export type Span = z.infer<typeof Span>;

export const Source = z.object({
  key: z.string(),
  etag: z.string(),
  size: z.number(),
  /** Of the file on the uploader's disk, where the uploader said it. */
  sha256: z.string().optional(),
});
export type Source = z.infer<typeof Source>;

/** What decides about the words, beside the video: a transcript made with another engine is out of date. */
export const EngineIdentity = z.object({
  version: z.string(),
  model: z.object({ name: z.string(), sha256: z.string() }),
  settings: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type EngineIdentity = z.infer<typeof EngineIdentity>;

/** What Split found and decided; `seconds` is what it took. */
export const Plan = z.object({
  source: Source,
  engine: EngineIdentity,
  duration: seconds,
  speech: z.array(Span),
  chunks: z.array(Span),
  seconds,
});
export type Plan = z.infer<typeof Plan>;

export const SplitOutput = z.object({
  /** Of the object that was read, without quotes. */
  etag: z.string(),
  upToDate: z.boolean(),
  chunks: z.array(z.number().int()),
});
export type SplitOutput = z.infer<typeof SplitOutput>;

export const Word = Span.extend({ text: z.string(), probability: z.number().min(0).max(1) });
export type Word = z.infer<typeof Word>;

export const Segment = Span.extend({ text: z.string(), words: z.array(Word) });
export type Segment = z.infer<typeof Segment>;

export const ChunkWords = z.object({ segments: z.array(Segment), seconds });
export type ChunkWords = z.infer<typeof ChunkWords>;

export const Coverage = z.object({
  speechSeconds: seconds,
  coveredSeconds: seconds,
  /** coveredSeconds / speechSeconds; 1 where there is no speech. */
  ratio: z.number().min(0).max(1),
  /** Speech of a second or more that has no words. */
  gaps: z.array(Span),
});
export type Coverage = z.infer<typeof Coverage>;

export const Transcript = z.object({
  source: Source,
  duration: seconds,
  engine: EngineIdentity,
  /** False: the video has a soundtrack and nobody speaks in it. */
  hasSpeech: z.boolean(),
  coverage: Coverage,
  segments: z.array(Segment),
});
export type Transcript = z.infer<typeof Transcript>;

export const StepSeconds = z.object({ split: seconds, transcribe: seconds, merge: seconds });

export const MergeOutput = z.object({
  duration: seconds,
  words: z.number().int(),
  hasSpeech: z.boolean(),
  coverage: z.number(),
  gaps: z.number().int(),
  seconds: StepSeconds,
});
export type MergeOutput = z.infer<typeof MergeOutput>;

/** How Step Functions hands a caught failure on. `Cause` is Lambda's JSON, or plain text for a state's own error. */
export const CaughtError = z.object({ Error: z.string(), Cause: z.string().optional() });
export type CaughtError = z.infer<typeof CaughtError>;

export const CleanupInput = VideoInput.extend({
  split: SplitOutput.optional(),
  merge: MergeOutput.optional(),
  error: CaughtError.optional(),
});
export type CleanupInput = z.infer<typeof CleanupInput>;

/** One video's outcome, `runs/<run>/results/<id>.json`. */
export const VideoResult = z.object({
  key: z.string(),
  state: z.enum(['done', 'failed']),
  /** True: an earlier run had already transcribed this very video. */
  upToDate: z.boolean().optional(),
  transcript: MergeOutput.optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});
export type VideoResult = z.infer<typeof VideoResult>;

/** `runs/<run>/report.json` in the transcript bucket. */
export const Report = z.object({
  run: z.string(),
  finishedAt: z.string(),
  totals: z.object({
    videos: z.number().int(),
    done: z.number().int(),
    failed: z.number().int(),
    durationSeconds: seconds,
    words: z.number().int(),
  }),
  videos: z.array(VideoResult),
});
export type Report = z.infer<typeof Report>;
