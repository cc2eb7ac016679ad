// The state of a run and its videos, and the events of the run commands, each one line of `--json`. Only shapes:
// `video-states.ts` and `read.ts` fill them.
import { z } from 'zod';
import { Doubts } from '../../shared/contracts/transcript.ts';
import { CorrectingFields, CorrectionEvent } from './correction-events.ts';

/** Doubts about a video's language and speech, with what the message needs. */
const Doubted = Doubts.extend({ model: z.string(), duration: z.number() });
export type Doubted = z.infer<typeof Doubted>;

const count = z.int().nonnegative();

/** `unfinished`: the run ended, by `cancel` or its time limit, before the video did. */
export const VideoState = z.enum(['waiting', 'working', 'done', 'failed', 'unfinished']);
export type VideoState = z.infer<typeof VideoState>;

export const VideoNow = z.object({
  key: z.string(),
  state: VideoState,
  /** While the video is being worked on and its number of chunks is known. */
  chunks: count.optional(),
  chunksDone: count.optional(),
  soundSeconds: z.number().optional(),
  /** The file is cut off or broken, and so is its transcript. */
  incomplete: z.boolean().optional(),
  /** An earlier run had transcribed it. */
  upToDate: z.boolean().optional(),
  /** Why its transcript has no words. */
  nothingHeard: z.string().optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});
export type VideoNow = z.infer<typeof VideoNow>;

/** The execution's status; UNKNOWN if the state machine is unknown and there is no report. */
export const RunStatus = z.enum([
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'TIMED_OUT',
  'ABORTED',
  'NOT_STARTED',
  'UNKNOWN',
]);
export type RunStatus = z.infer<typeof RunStatus>;

const Head = {
  run: z.string(),
  status: RunStatus,
  /** ISO 8601; '' if neither the run's name nor its manifest says it. */
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** The run did everything it could: FAILED then only means that some videos failed. */
  reported: z.boolean(),
  /** Why it ended without a report, in AWS's words. */
  cause: z.string().optional(),
  dollars: z.number().optional(),
};

export const RunState = z.object({ ...Head, videos: z.array(VideoNow) });
export type RunState = z.infer<typeof RunState>;

export const RunRow = z.object({
  ...Head,
  videos: count,
  done: count,
  failed: count,
  /** Counts only finished videos. */
  soundSeconds: z.number(),
});
export type RunRow = z.infer<typeof RunRow>;

const keysOf = z.array(z.string());

/** The events of `status`, `watch`, `fetch`, `retry` and `cancel`, in addition to those of an upload. */
export const RunEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('runs'), runs: z.array(RunRow), older: count }),
  RunState.extend({ type: z.literal('status') }),
  z.object({
    type: z.literal('run'),
    run: z.string(),
    /** `lost`: it ended without a report. */
    state: z.enum(['started', 'waiting', 'running', 'succeeded', 'failed', 'cancelled', 'lost']),
    videos: count,
    done: count,
    failed: count,
  }),
  z.object({
    type: z.literal('progress'),
    phase: z.literal('transcribe'),
    videos: count,
    done: count,
    failed: count,
    chunks: count,
    chunksDone: count,
  }),
  z.object({
    type: z.literal('transcript'),
    key: z.string(),
    path: z.string(),
    /** False if the folder already had it. */
    isNew: z.boolean(),
    firstWords: z.string(),
    gaps: z.array(z.object({ start: z.number(), end: z.number() })),
    /** The detected language; absent if it was given, or nobody speaks. */
    language: z.string().optional(),
    doubts: Doubted.optional(),
    lostSeconds: z.number(),
    /** Edited files that were left as they are; `newVersion` is the file that would have replaced one. */
    kept: z.array(z.object({ path: z.string(), newVersion: z.string().optional() })).optional(),
    nothingHeard: z.string().optional(),
    remark: z.string().optional(),
    ...CorrectingFields,
  }),
  ...CorrectionEvent.options,
  z.object({
    type: z.literal('failed'),
    key: z.string(),
    error: z.object({ name: z.string(), message: z.string() }),
  }),
  z.object({
    type: z.literal('fetched'),
    run: z.string(),
    status: RunStatus,
    out: z.string(),
    videos: count,
    /** Transcripts that were written, and those that the folder already had. */
    written: count,
    same: count,
    /** Videos of the run that failed, and those that have not ended. */
    failed: count,
    unfinished: count,
  }),
  z.object({
    type: z.literal('retry'),
    run: z.string(),
    /** The new run; absent if there was nothing to do. */
    newRun: z.string().optional(),
    videos: keysOf,
    /** No longer in the bucket: already transcribed, or to be sent again. */
    transcribed: keysOf,
    sendAgain: keysOf,
  }),
  z.object({
    type: z.literal('cancel'),
    run: z.string(),
    status: RunStatus,
    /** False if there was nothing left to cancel. */
    cancelled: z.boolean(),
    done: count,
    failed: count,
    unfinished: count,
  }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

export type RunReporter = { emit: (event: RunEvent) => void };

export const ofState = (videos: VideoNow[], ...states: VideoState[]): VideoNow[] =>
  videos.filter(({ state }) => states.includes(state));
