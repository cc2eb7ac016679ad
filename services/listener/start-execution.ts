// StartExecution, idempotent: the run is the execution's name.
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
      // While the execution runs, the same name and input answer as the first call did; once it has ended, so.
      if (isNamed(error, 'ExecutionAlreadyExists')) return false;
      throw error;
    }
  };
