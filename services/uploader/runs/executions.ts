// The executions of a stack's state machine: their status, and which one is running for the same videos.
import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import type { Bucket } from '../../shared/aws/bucket.ts';
import { isNamed } from '../../shared/contracts/errors.ts';
import type { Execution } from '../../shared/contracts/execution.ts';
import { keys } from '../../shared/contracts/keys.ts';
import { type Item, Manifest } from '../../shared/contracts/steps.ts';
import { cloudClient } from '../aws/client.ts';
import { listRuns } from './list.ts';
import { mayStart } from './read.ts';
import type { RunSource } from './run-control.ts';

const RUNS_LOOKED_AT = 10;

type Executions = NonNullable<RunSource['execution']>;

/** Checks only the newest runs: older ones have ended long ago. */
export const findRunning = async (
  videos: Bucket,
  execution: Executions,
  items: Item[],
): Promise<string | undefined> => {
  const newest = (await listRuns(videos)).slice(-RUNS_LOOKED_AT).toReversed();
  for (const run of newest) {
    const status = (await execution(run))?.status;
    // The same command may be run again in the seconds between the done marker and the execution.
    const isUnderWay = status === 'RUNNING' || (status === undefined && (await mayStart(videos, run)));
    if (!isUnderWay) continue;
    const manifest = await videos.readJson(keys.manifest(run), Manifest);
    const inRun = new Set(manifest?.map(identify));
    if (items.every((item) => inRun.has(identify(item)))) return run;
  }
  return undefined;
};

/** Identifies a version of a video and its options. */
const identify = ({ Key, Etag, Options = {} }: Item): string => {
  const wanted = Object.entries(Options).filter(([, value]) => value !== undefined);
  return JSON.stringify([Key, Etag, ...wanted.toSorted()]);
};

/** An execution is named after its run, so its ARN follows from the state machine's. */
const arnOf = (stateMachineArn: string, run: string): string =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${run}`;

export const executionsOf = (stateMachineArn: string, stepFunctions = new SFNClient(cloudClient())) => {
  return async (run: string): Promise<Execution | undefined> => {
    try {
      const { status, cause } = await stepFunctions.send(
        new DescribeExecutionCommand({ executionArn: arnOf(stateMachineArn, run) }),
      );
      return {
        status: status === 'PENDING_REDRIVE' || status === undefined ? 'RUNNING' : status,
        ...(cause && { cause }),
      };
    } catch (error) {
      if (isNamed(error, 'ExecutionDoesNotExist')) return undefined;
      throw error;
    }
  };
};

/** Stops a run's execution and those of its videos; does nothing if it has ended. */
export const stopperOf = (stateMachineArn: string, stepFunctions = new SFNClient(cloudClient())) => {
  return async (run: string): Promise<void> => {
    const executionArn = arnOf(stateMachineArn, run);
    await stepFunctions.send(
      new StopExecutionCommand({ executionArn, error: 'Cancelled', cause: 'by uploader cancel' }),
    );
  };
};
