// The uploader's events: each line of `--json` is one of them. Those of a run are in run-events.ts. human.ts turns them
// into text.
import { z } from 'zod';
import { PageMade } from './correction-events.ts';
import { RunEvent } from './run-events.ts';

const bytes = z.number().nonnegative();
const count = z.int().nonnegative();
const seconds = z.number().nonnegative();
const dollars = z.number().nonnegative();

const Action = z.enum(['send', 'inBucket', 'cleanUp', 'upToDate']);

/** Emitted before anything is sent. `--dry-run` does nothing else. */
const Plan = z.object({
  type: z.literal('plan'),
  destination: z.string(),
  files: z.array(z.object({ key: z.string(), bytes, action: Action, reason: z.string() })),
  leftOut: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** Size on disk of what is to be sent; soundtracks are smaller. */
  bytes,
  dryRun: z.boolean(),
});

const Estimate = z.object({
  type: z.literal('estimate'),
  files: z.array(
    z.object({
      key: z.string(),
      /** Duration of the sound; `guessed` from the size if nothing states it. */
      seconds,
      guessed: z.boolean(),
      minutesToWait: z.number(),
      dollars,
    }),
  ),
  totals: z.object({ hours: z.number(), minutesToWait: z.number(), dollars, transcribeDollars: dollars }),
  /** Videos that are not in `files`; absent if the destination is unknown, so that `files` holds all. */
  upToDate: count.optional(),
});

const Sending = z.object({
  type: z.literal('sending'),
  key: z.string(),
  bytes,
  kind: z.enum(['video', 'soundtrack']),
  /** Sent by an earlier, interrupted upload. */
  resumedBytes: bytes,
});

const Sent = z.object({ type: z.literal('sent'), key: z.string(), bytes, seconds });

const Waiting = z.object({ type: z.literal('progress'), phase: z.literal('wait'), message: z.string() });

const SendProgress = z.object({
  type: z.literal('progress'),
  phase: z.literal('send'),
  files: count,
  filesDone: count,
  bytes,
  bytesDone: bytes,
  bytesPerSecond: z.number().nonnegative(),
  /** null while it cannot be estimated. */
  secondsLeft: seconds.nullable(),
  inFlight: z.array(z.object({ key: z.string(), bytes, bytesDone: bytes })),
});

const FilesProgress = z.object({
  type: z.literal('progress'),
  phase: z.enum(['read', 'download']),
  files: count,
  filesDone: count,
});

/** The last event of a run that has ended. */
const Summary = z.object({
  type: z.literal('summary'),
  run: z.string().optional(),
  sent: count,
  sentBytes: bytes,
  upToDate: count,
  done: count,
  failed: count,
  /** Of the failed ones, those that were not ready yet. */
  leftOut: count.optional(),
  incomplete: count,
  /** How many of all videos have no words. */
  nothingHeard: count.optional(),
  seconds,
  /** For the videos that this run transcribed; absent if there was no run. */
  cost: z
    .object({ hours: z.number(), dollars, transcribeDollars: dollars, computeSeconds: seconds })
    .optional(),
  page: PageMade.optional(),
});

const ErrorEvent = z.object({ type: z.literal('error'), message: z.string(), exitCode: z.int() });

/** Information for the user. `detail` is only for --verbose, also in `--json`. */
const Note = z.object({
  type: z.literal('note'),
  level: z.enum(['detail', 'info', 'done', 'warning']),
  message: z.string(),
});

export const Event = z.union([
  Plan,
  Estimate,
  Waiting,
  SendProgress,
  FilesProgress,
  Sending,
  Sent,
  Summary,
  ErrorEvent,
  Note,
  ...RunEvent.options,
]);
export type Event = z.infer<typeof Event>;

export type EventOf<Type extends Event['type']> = Extract<Event, { type: Type }>;
export type ProgressEvent = EventOf<'progress'>;
export type Emit = (event: Event) => void;

/** Implemented by terminal.ts, plain.ts and ndjson.ts. `close` restores the terminal. */
export type Reporter = { emit: Emit; close: () => void };
