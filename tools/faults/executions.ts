// The executions of an account's state machine: started once by name, and each with its status.

import { startMachine, type Task } from '../../local/machine.ts';
import type { Bucket } from '../../services/shared/aws/bucket.ts';
import { keys } from '../../services/shared/contracts/keys.ts';
import type { RunInput } from '../../services/shared/contracts/steps.ts';

export type FaultExecution = {
  status: 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'ABORTED';
  /** Never rejects. */
  ended: Promise<unknown>;
  abort: () => void;
};
export type Executions = Map<string, FaultExecution>;

/** StartExecution: a name is used once. */
export const makeStart = (
  videos: Bucket,
  tasks: Record<string, Task>,
  asl: string,
  executions: Executions,
) => {
  const readItems = async (_: string, key: string) => JSON.parse((await videos.readText(key)) ?? '[]');
  return async (input: RunInput): Promise<boolean> => {
    if (executions.has(input.run)) return false;
    const execution: FaultExecution = { status: 'RUNNING', ended: Promise.resolve(), abort: () => {} };
    executions.set(input.run, execution);
    const execute = async () => {
      // As on this machine: its S3 server removes a folder that a delete leaves empty.
      await videos.write(`${keys.workOf(input.run)}keep`, '');
      const { result, abort } = startMachine(asl, input, { tasks, readItems });
      execution.abort = () => {
        execution.status = 'ABORTED';
        abort();
      };
      return result;
    };
    const end = (status: FaultExecution['status'], output: unknown) => {
      if (execution.status === 'RUNNING') execution.status = status;
      return output;
    };
    execution.ended = execute().then(
      (output) => end('SUCCEEDED', output),
      (error) => end('FAILED', error),
    );
    return true;
  };
};
