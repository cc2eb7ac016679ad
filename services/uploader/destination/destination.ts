// Where a run goes, whether that is an AWS account or this machine. `cloud.ts` and `local/open.ts` make one each.
import type { S3Client } from '@aws-sdk/client-s3';
import type { Bucket } from '../../shared/aws/bucket.ts';
import type { Origin } from '../../shared/aws/up-to-date.ts';
import type { Execution } from '../../shared/contracts/execution.ts';
import type { Item, Options } from '../../shared/contracts/steps.ts';

export type Destination = {
  /** For people: `stack transcribe in eu-central-1`, `this machine`. */
  name: string;
  s3: S3Client;
  videos: Bucket;
  transcripts: Bucket;
  /**
   * Whether a transcript is what the destination would make with these options.
   * @throws {OptionsRefused} where its model cannot do what they ask for.
   */
  isUpToDate: (origin: Origin | undefined, wanted: Options) => Promise<boolean>;
  /** A run's execution; undefined as long as nothing has started it. */
  execution?: (run: string) => Promise<Execution | undefined>;
  /** Ends a run's execution; nothing happens to one that has ended. */
  stop?: (run: string) => Promise<void>;
  /** How often it makes sense to ask. */
  pollMs: number;
  /** Throws a UserError where these files, and what is made of them meanwhile, do not fit. */
  assertRoom: (files: { path: string; key: string; size: number }[]) => Promise<void>;
  /** A run that is under way with these very videos: to start another would do, and pay for, them twice. */
  runningRun: (items: Item[]) => Promise<string | undefined>;
  /** A run that was interrupted and can go on under its own name. */
  unfinishedRun: () => Promise<string | undefined>;
  /** What becomes of a run when the user stops waiting for it. */
  afterInterruption: (run: string) => string;
  close: () => Promise<void>;
};
