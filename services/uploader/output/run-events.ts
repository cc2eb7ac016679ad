// What a run and its videos are at a moment, and what the commands of runs say of them: each an event, one line of
// `--json`. Shapes only; `video-states.ts` and `read.ts` fill them.
import { z } from 'zod';
import { Doubts } from '../../shared/contracts/transcript.ts';
import { CorrectingFields, CorrectionEvent } from './correction-events.ts';

/** What was noticed of a video's language and speech, and what is needed to say it. */
const Doubted = Doubts.extend({ model: z.string(), duration: z.number() });
export type Doubted = z.infer<typeof Doubted>;

const count = z.int().nonnegative();

/** `unfinished`: the run ended, by `cancel` or its time limit, before the video did. */
export const VideoState = z.enum(['waiting', 'working', 'done', 'failed', 'unfinished']);
export type VideoState = z.infer<typeof VideoState>;

export const VideoNow = z.object({
  key: z.string(),
  state: VideoState,
  /** While it is worked on, once it is known how many chunks it has. */
  chunks: count.optional(),
  chunksDone: count.optional(),
  soundSeconds: z.number().optional(),
  /** True: its file is cut off or broken, and so is its transcript. */
  incomplete: z.boolean().optional(),
  /** True: an earlier run had transcribed it. */
  upToDate: z.boolean().optional(),
  /** Why there is not one word in its transcript. */
  nothingHeard: z.string().optional(),
  error: z.object({ name: z.string(), message: z.string() }).optional(),
});
export type VideoNow = z.infer<typeof VideoNow>;

/** Of the execution; UNKNOWN where nobody says which state machine runs it and it left no report. */
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
  /** ISO 8601; '' where neither its name nor its manifest says it. */
  startedAt: z.string(),
  finishedAt: z.string().optional(),
  /** True: it did all that it could, and FAILED means no more than that some videos failed. */
  reported: z.boolean(),
  /** Why it ended without a report, in AWS's words. */
  cause: z.string().optional(),
  /** What it cost, where its report says it. */
  dollars: z.number().optional(),
};

export const RunState = z.object({ ...Head, videos: z.array(VideoNow) });
export type RunState = z.infer<typeof RunState>;

/** One line of the table of runs. */
export const RunRow = z.object({
  ...Head,
  videos: count,
  done: count,
  failed: count,
  /** Of the done ones. */
  soundSeconds: z.number(),
});
export type RunRow = z.infer<typeof RunRow>;

const keysOf = z.array(z.string());

/** What `status`, `watch`, `fetch`, `retry` and `cancel` say beside the events of an upload. */
export const RunEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('runs'), runs: z.array(RunRow), older: count }),
  RunState.extend({ type: z.literal('status') }),
  z.object({
    type: z.literal('run'),
    run: z.string(),
    /** `lost`: it ended without a report, `cancelled` or not. */
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
    /** False: the folder had it already. */
    isNew: z.boolean(),
    firstWords: z.string(),
    gaps: z.array(z.object({ start: z.number(), end: z.number() })),
    /** That was found; absent where one was asked for, and where nobody speaks. */
    language: z.string().optional(),
    doubts: Doubted.optional(),
    lostSeconds: z.number(),
    /** Files that were edited by hand and left as they are; `newVersion` is what would have replaced one. */
    kept: z.array(z.object({ path: z.string(), newVersion: z.string().optional() })).optional(),
    /** Why there is not one word in it. */
    nothingHeard: z.string().optional(),
    /** What is odd about the sound that was heard. */
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
    /** Transcripts that were written, and that the folder had already. */
    written: count,
    same: count,
    /** Videos of the run that failed, and that have not ended. */
    failed: count,
    unfinished: count,
  }),
  z.object({
    type: z.literal('retry'),
    run: z.string(),
    /** The new run, where there was something to do again. */
    newRun: z.string().optional(),
    videos: keysOf,
    /** Gone from the bucket: transcribed, or to be sent again. */
    transcribed: keysOf,
    sendAgain: keysOf,
  }),
  z.object({
    type: z.literal('cancel'),
    run: z.string(),
    status: RunStatus,
    /** False: there was nothing left to cancel. */
    cancelled: z.boolean(),
    done: count,
    failed: count,
    unfinished: count,
  }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

/** Where the commands say what they found. */
export type RunReporter = { emit: (event: RunEvent) => void };

export const ofState = (videos: VideoNow[], ...states: VideoState[]): VideoNow[] =>
  videos.filter(({ state }) => states.includes(state));
