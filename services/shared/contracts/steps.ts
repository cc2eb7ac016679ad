// What the steps pass to each other and store in S3, as schemas: events, environment and JSON are parsed with these.
// Times are seconds from the start of the video, in whole milliseconds.
import { z } from 'zod';
import { Coverage, Doubts, EngineIdentity, Segment, Sound, Source, Span, seconds } from './transcript.ts';

/** Gigabyte-seconds of the function's memory, as Lambda bills them; 0 on the user's own machine. */
const gbSeconds = z.number().nonnegative();

/** What a run may ask of the engine for a video; the engine has defaults for what is left out. */
export const Options = z
  .object({
    quality: z.enum(['fast', 'balanced', 'best']),
    /** A Whisper language code (`de`), or `auto`: decided once per video, from several places in its speech. */
    language: z.string(),
    translate: z.boolean(),
    prompt: z.string(),
    audioTrack: z.int().positive(),
    /** The video fails if less of its speech has words, or if its end is missing. */
    minCoverage: z.number().min(0).max(1),
    /** Transcribe it even if its transcript is up to date. */
    redo: z.boolean(),
  })
  .partial();
export type Options = z.infer<typeof Options>;

/** An S3 listing entry from Distributed Map, with the options of the run; the ETag may have quotes. */
export const Item = z.object({
  Key: z.string().min(1),
  Etag: z.string().optional(),
  Size: z.number().optional(),
  LastModified: z.union([z.number(), z.string()]).optional(),
  StorageClass: z.string().optional(),
  Options: Options.optional(),
  /** Where its course begins: from --prefix, or from the place of a bare done marker. */
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

/** The input of each step for a video. */
export const VideoInput = z.object({ run: z.string(), item: Item });
export type VideoInput = z.infer<typeof VideoInput>;

export const ChunkInput = VideoInput.extend({ chunk: z.int().nonnegative() });
export type ChunkInput = z.infer<typeof ChunkInput>;

/** What Split found and decided. Chunks overlap if there was no pause to cut in. */
export const Plan = z.object({
  source: Source,
  engine: EngineIdentity,
  /** As asked for, or as detected at several places of the speech. */
  language: z.string(),
  /** Duration of the soundtrack, as far as it could be decoded. */
  duration: seconds,
  /** What the file declares but does not contain: it is cut off or broken. */
  lostSeconds: seconds,
  speech: z.array(Span),
  // Not written by version 0.3.0.
  sound: Sound.optional(),
  ...Doubts.shape,
  chunks: z.array(Span),
  seconds,
  gbSeconds: gbSeconds.optional(),
});
export type Plan = z.infer<typeof Plan>;

export const SplitOutput = z.object({
  /** ETag of the object that was read, without quotes. */
  etag: z.string(),
  upToDate: z.boolean(),
  chunks: z.array(z.int()),
});
export type SplitOutput = z.infer<typeof SplitOutput>;

/** What one engine process heard, in seconds of the video. */
export const Heard = Span.extend({ segments: z.array(Segment) });
export type Heard = z.infer<typeof Heard>;

export const ChunkWords = z.object({ stretches: z.array(Heard), seconds, gbSeconds: gbSeconds.optional() });
export type ChunkWords = z.infer<typeof ChunkWords>;

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
  // Not written by version 0.2.0.
  chunks: z.int().optional(),
  gbSeconds: StepGbSeconds.optional(),
});
export type MergeOutput = z.infer<typeof MergeOutput>;

/** A caught failure from Step Functions. `Cause` is Lambda's JSON, or plain text for a state's own error. */
export const CaughtError = z.object({ Error: z.string(), Cause: z.string().optional() });
export type CaughtError = z.infer<typeof CaughtError>;

export const CleanupInput = VideoInput.extend({
  split: SplitOutput.optional(),
  merge: MergeOutput.optional(),
  error: CaughtError.optional(),
});
export type CleanupInput = z.infer<typeof CleanupInput>;

/** The outcome of a video, `runs/<run>/results/<id>.json`. */
export const VideoResult = z.object({
  key: z.string(),
  state: z.enum(['done', 'failed']),
  /** An earlier run had already transcribed this very video. */
  upToDate: z.boolean().optional(),
  /** The file is cut off or broken, so the video was kept. */
  incomplete: z.boolean().optional(),
  /** Why the transcript has no words, so that the video was kept. */
  nothingHeard: z.string().optional(),
  transcript: MergeOutput.optional(),
  /** The cost of its steps at the list prices of `prices.ts`; missing for a failed video. */
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
    /** How many of the finished videos are cut off or broken at their end. */
    incomplete: z.int(),
    /** How many of the finished videos have no words. Not written by version 0.3.0. */
    nothingHeard: z.int().optional(),
    /** For the finished videos. */
    gbSeconds: gbSeconds.optional(),
    /** For the whole run, except what failed. */
    dollars: z.number().nonnegative().optional(),
  }),
  videos: z.array(VideoResult),
});
export type Report = z.infer<typeof Report>;
