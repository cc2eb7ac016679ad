// Who runs: how a run is asked for, ended and found again. Where its bytes lie is the Buckets'.
import type { Buckets } from '../../shared/aws/clients.ts';
import type { Execution } from '../../shared/contracts/execution.ts';
import type { Item } from '../../shared/contracts/steps.ts';

export type RunControl = {
  /** A run's execution; undefined as long as nothing has started it. Missing where nobody names the state machine. */
  execution?: (run: string) => Promise<Execution | undefined>;
  /** Ends a run's execution; nothing happens to one that has ended. */
  stop?: (run: string) => Promise<void>;
  /** How often it makes sense to ask. */
  pollMs: number;
  /** A run that is under way with these very videos: to start another would do, and pay for, them twice. */
  runningRun: (items: Item[]) => Promise<string | undefined>;
  /** A run that was interrupted and can go on under its own name. */
  unfinishedRun: () => Promise<string | undefined>;
  /** What becomes of a run when the user stops waiting for it. */
  afterInterruption: (run: string) => string;
};

/** What is asked for runs: the buckets they lie in, and the executions. */
export type RunSource = Buckets &
  Pick<RunControl, 'execution'> & {
    /** For people: `stack transcribe in eu-central-1`, `this machine`. */
    name: string;
  };

/** What is followed until it ends. */
export type FollowedSource = RunSource & Pick<RunControl, 'pollMs' | 'afterInterruption'>;
