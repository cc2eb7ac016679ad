// What is asked for runs: the buckets they lie in, and the executions, where somebody names the state machine.
import type { Buckets } from '../../shared/aws/clients.ts';
import type { Execution } from '../../shared/contracts/execution.ts';

export type RunSource = Buckets & {
  /** For people: `stack transcribe in eu-central-1`, `this machine`. */
  name: string;
  /** A run's execution; undefined as long as nothing has started it. */
  execution?: (run: string) => Promise<Execution | undefined>;
};
