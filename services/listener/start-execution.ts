// StartExecution, idempotent because the execution is named after the run.
import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { isNamed } from '../shared/contracts/errors.ts';
import type { StartExecution } from './listen.ts';

export const startExecution =
  (sfn: SFNClient, stateMachineArn: string): StartExecution =>
  async (input) => {
    try {
      await sfn.send(
        new StartExecutionCommand({ stateMachineArn, name: input.run, input: JSON.stringify(input) }),
      );
      return true;
    } catch (error) {
      // For a running execution, the same name and input return the first answer; for an ended one, this error.
      if (isNamed(error, 'ExecutionAlreadyExists')) return false;
      throw error;
    }
  };
