// What the uploader tells while it works: each line of `--json` is one of these. Those of a run are in
// runs/state.ts. Not how a person is told: see human.ts.
import { z } from 'zod';
import { PageMade } from './correction-events.ts';
import { RunEvent } from './run-events.ts';

const bytes = z.number().nonnegative();
const count = z.int().nonnegative();
const seconds = z.number().nonnegative();
const dollars = z.number().nonnegative();

const Action = z.enum(['send', 'inBucket', 'cleanUp', 'upToDate']);

/** Before anything is sent, and all that `--dry-run` does. */
const Plan = z.object({
  type: z.literal('plan'),
  destination: z.string(),
  files: z.array(z.object({ key: z.string(), bytes, action: Action, reason: z.string() })),
  leftOut: z.array(z.object({ path: z.string(), reason: z.string() })),
  /** Of what is to be sent, as it lies on the disk: soundtracks are less. */
  bytes,
  dryRun: z.boolean(),
});

const Estimate = z.object({
  type: z.literal('estimate'),
  files: z.array(
    z.object({
      key: z.string(),
      /** Of sound; `guessed`, from its bytes, where nothing else says it. */
      seconds,
      guessed: z.boolean(),
      minutesToWait: z.number(),
      dollars,
    }),
  ),
  totals: z.object({ hours: z.number(), minutesToWait: z.number(), dollars, transcribeDollars: dollars }),
  /** Beside those; absent where nobody says where the run would go, so that all videos are among them. */
  upToDate: count.optional(),
});

const Sending = z.object({
  type: z.literal('sending'),
  key: z.string(),
  bytes,
  kind: z.enum(['video', 'soundtrack']),
  /** S3 has them from an upload that was interrupted. */
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
  /** null as long as nobody can tell. */
  secondsLeft: seconds.nullable(),
  inFlight: z.array(z.object({ key: z.string(), bytes, bytesDone: bytes })),
});

const FilesProgress = z.object({
  type: z.literal('progress'),
  phase: z.enum(['read', 'download']),
  files: count,
  filesDone: count,
});

/** Last of all, where the run has ended. */
const Summary = z.object({
  type: z.literal('summary'),
  run: z.string().optional(),
  sent: count,
  sentBytes: bytes,
  upToDate: count,
  done: count,
  failed: count,
  incomplete: count,
  /** Of all: so many have not one word. */
  nothingHeard: count.optional(),
  /** From the call to its end. */
  seconds,
  /** Of what this run transcribed, and what it cost; where there was a run. */
  cost: z
    .object({ hours: z.number(), dollars, transcribeDollars: dollars, computeSeconds: seconds })
    .optional(),
  page: PageMade.optional(),
});

const ErrorEvent = z.object({ type: z.literal('error'), message: z.string(), exitCode: z.int() });

/** What a person would want to know. `detail` is for --verbose, in `--json` too. */
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

/** One of terminal.ts, plain.ts, ndjson.ts. `close` leaves the terminal as it was. */
export type Reporter = { emit: Emit; close: () => void };
