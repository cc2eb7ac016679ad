// The executions of an account's state machine: each starts once per name, can be stopped, and has a status.
import type { Bucket } from '../services/shared/aws/bucket.ts';
import type { Execution } from '../services/shared/contracts/execution.ts';
import type { RunInput } from '../services/shared/contracts/steps.ts';
import { startMachine, type Task } from './machine.ts';

export type ExecutionsDeps = {
  videos: Bucket;
  /** By state name. */
  tasks: Record<string, Task>;
  /** Stops all executions. */
  signal: AbortSignal;
  /** Is called with each execution. */
  track: (work: Promise<unknown>) => Promise<unknown>;
};

export const makeExecutions = (asl: string, { videos, tasks, signal, track }: ExecutionsDeps) => {
  const executions = new Map<string, Execution>();
  const ends = new Map<string, Promise<void>>();
  const stops = new Map<string, (cause?: string) => void>();
  const readItems = async (_bucket: string, key: string) => JSON.parse((await videos.readText(key)) ?? '[]');

  /** Returns false if one with this name was started before. */
  const start = async (input: RunInput): Promise<boolean> => {
    signal.throwIfAborted();
    const { run } = input;
    if (executions.has(run)) return false;
    executions.set(run, { status: 'RUNNING' });
    const { result, abort } = startMachine(asl, input, { tasks, readItems });
    const end = (execution: Execution) => {
      stops.delete(run);
      signal.removeEventListener('abort', onAbort);
      if (executions.get(run)?.status === 'RUNNING') executions.set(run, execution);
    };
    const stop = (cause?: string) => {
      end({ status: 'ABORTED', ...(cause && { cause }) });
      abort();
    };
    const onAbort = () => stop();
    signal.addEventListener('abort', onAbort);
    stops.set(run, stop);
    ends.set(
      run,
      track(result).then(
        () => end({ status: 'SUCCEEDED' }),
        (error) => end({ status: 'FAILED', cause: String(error) }),
      ),
    );
    return true;
  };

  /** Does nothing if it has ended. */
  const stop = (run: string, cause?: string): void => stops.get(run)?.(cause);

  /** Resolves once it has ended; undefined before it starts. */
  const ended = (run: string): Promise<void> | undefined => ends.get(run);

  return { start, stop, ended, executions };
};
