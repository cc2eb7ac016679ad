// What the steps hand to each other and leave in S3, as schemas: events, environment and stored JSON are
// parsed with these, never cast. Times are seconds from the start of the video, in whole milliseconds.
import { z } from 'zod';
import { Coverage, Doubts, EngineIdentity, Segment, Sound, Source, Span, seconds } from './transcript.ts';

/** Seconds times the gigabytes of the function's memory, which is what Lambda bills; 0 on a machine of one's own. */
const gbSeconds = z.number().nonnegative();

/** What a run may ask of the engine for one video; what is left out is the engine's own default. */
export const Options = z
  .object({
    quality: z.enum(['fast', 'balanced', 'best']),
    /** A code of Whisper's (`de`), or `auto`: decided once a video, at several places of its speech. */
    language: z.string(),
    /** To English. */
    translate: z.boolean(),
    /** Names and terms to expect. */
    prompt: z.string(),
    /** From 1. */
    audioTrack: z.int().positive(),
    /** The video fails where less of its speech than this has words, or where its end is missing. */
    minCoverage: z.number().min(0).max(1),
  })
  .partial();
export type Options = z.infer<typeof Options>;

/** An S3 listing entry as Distributed Map hands it out, and what is wanted; the ETag may come in its quotes. */
export const Item = z.object({
  Key: z.string().min(1),
  Etag: z.string().optional(),
  Size: z.number().optional(),
  LastModified: z.union([z.number(), z.string()]).optional(),
  StorageClass: z.string().optional(),
  Options: Options.optional(),
  /** Where its course begins: what --prefix, or the place of a bare done marker, says. */
  Prefix: z.string().optional(),
});
export type Item = z.infer<typeof Item>;

export const Manifest = z.array(Item);

/** The state machine's input. */
export const RunInput = z.object({
  run: z.string(),
  bucket: z.string(),
  manifest: z.string(),
  maxConcurrency: z.int().positive(),
});
export type RunInput = z.infer<typeof RunInput>;

/** What each step of one video gets. */
export const VideoInput = z.object({ run: z.string(), item: Item });
export type VideoInput = z.infer<typeof VideoInput>;

export const ChunkInput = VideoInput.extend({ chunk: z.int().nonnegative() });
export type ChunkInput = z.infer<typeof ChunkInput>;

/** What Split found and decided. Chunks overlap where there was no pause to cut in. */
export const Plan = z.object({
  source: Source,
  engine: EngineIdentity,
  /** That was asked for, or that was found at several places of the speech. */
  language: z.string(),
  /** Of the soundtrack, as far as it could be decoded. */
  duration: seconds,
  /** What the file declares beyond that and does not hold: it is cut off, or broken. */
  lostSeconds: seconds,
  speech: z.array(Span),
  // Version 0.3.0 did not write it.
  sound: Sound.optional(),
  ...Doubts.shape,
  chunks: z.array(Span),
  /** What it took. */
  seconds,
  gbSeconds: gbSeconds.optional(),
});
export type Plan = z.infer<typeof Plan>;

export const SplitOutput = z.object({
  /** Of the object that was read, without quotes. */
  etag: z.string(),
  upToDate: z.boolean(),
  chunks: z.array(z.int()),
});
export type SplitOutput = z.infer<typeof SplitOutput>;

/** What one whisper-cli heard, in seconds of the video. */
export const Heard = Span.extend({ segments: z.array(Segment) });
export type Heard = z.infer<typeof Heard>;

export const ChunkWords = z.object({ stretches: z.array(Heard), seconds, gbSeconds: gbSeconds.optional() });
export type ChunkWords = z.infer<typeof ChunkWords>;

/** Of all chunks together. */
const StepSeconds = z.object({ split: seconds, transcribe: seconds, merge: seconds });
const StepGbSeconds = z.object({ split: gbSeconds, transcribe: gbSeconds, merge: gbSeconds });

export const MergeOutput = z.object({
  duration: seconds,
  words: z.int(),
  hasSpeech: z.boolean(),
  language: z.string(),
  coverage: Coverage,
  ...Doubts.shape,
  lostSeconds: seconds,
  seconds: StepSeconds,
  // Version 0.2.0 wrote neither.
  chunks: z.int().optional(),
  gbSeconds: StepGbSeconds.optional(),
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
  /** True: the file is cut off or broken, and so the video was kept. */
  incomplete: z.boolean().optional(),
  /** Why there is not one word in its transcript, and so the video was kept. */
  nothingHeard: z.string().optional(),
  transcript: MergeOutput.optional(),
  /** What its steps cost, at the list prices of `prices.ts`; unknown of one that failed. */
  dollars: z.number().nonnegative().optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});
export type VideoResult = z.infer<typeof VideoResult>;

/** `runs/<run>/report.json` in the transcript bucket. */
export const Report = z.object({
  run: z.string(),
  finishedAt: z.string(),
  totals: z.object({
    videos: z.int(),
    done: z.int(),
    failed: z.int(),
    durationSeconds: seconds,
    words: z.int(),
    speechSeconds: seconds,
    coveredSeconds: seconds,
    /** Of the done ones: so many files are cut off or broken at their end. */
    incomplete: z.int(),
    /** Of the done ones: so many have no words. Version 0.3.0 did not count them. */
    nothingHeard: z.int().optional(),
    /** Of the done ones. */
    gbSeconds: gbSeconds.optional(),
    /** Of the whole run, but for what failed. */
    dollars: z.number().nonnegative().optional(),
  }),
  videos: z.array(VideoResult),
});
export type Report = z.infer<typeof Report>;
