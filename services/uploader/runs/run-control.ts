// How a run is started, stopped and found again.
import type { Buckets } from '../../shared/aws/clients.ts';
import type { Execution } from '../../shared/contracts/execution.ts';
import type { Item } from '../../shared/contracts/steps.ts';

export type RunControl = {
  /** A run's execution; undefined until it has started. Missing if the state machine is unknown. */
  execution?: (run: string) => Promise<Execution | undefined>;
  /** Resolves when a run's execution ends, so that nobody waits for the next poll; undefined if there is none yet. */
  ended?: (run: string) => Promise<void> | undefined;
  /** Stops a run's execution; does nothing if it has ended. */
  stop?: (run: string) => Promise<void>;
  pollMs: number;
  /** A run that is already working on these very videos. Another run would transcribe them, and cost, twice. */
  runningRun: (items: Item[]) => Promise<string | undefined>;
  /** An interrupted run that can continue under its own name. */
  unfinishedRun: () => Promise<string | undefined>;
  /** What happens to a run when the user stops waiting for it. */
  afterInterruption: (run: string) => string;
};

/** What reading a run needs: its buckets and executions. */
export type RunSource = Buckets &
  Pick<RunControl, 'execution'> & {
    /** For messages: `stack transcribe in eu-central-1`, `this machine`. */
    name: string;
  };

export type FollowedSource = RunSource & Pick<RunControl, 'pollMs' | 'ended' | 'afterInterruption'>;
