import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { startExecution } from '../../../services/listener/start-execution.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:transcribe';
const input = {
  run: '20261122T151500Z-a1b2',
  bucket: 'videos',
  manifest: 'runs/20261122T151500Z-a1b2/manifest.json',
  maxConcurrency: 100,
};

const sfn = mockClient(SFNClient);
const start = startExecution(new SFNClient({}), ARN);

beforeEach(() => {
  sfn.reset();
});

const sdkError = (name: string) => Object.assign(new Error(`Step Functions says ${name}`), { name });

describe('startExecution', () => {
  it('starts the execution that is named after the run', async () => {
    sfn.on(StartExecutionCommand).resolves({ executionArn: 'arn', startDate: new Date(0) });

    const started = await start(input);

    expect(started).toBe(true);
    const [call, ...more] = sfn.commandCalls(StartExecutionCommand);
    expect(more).toEqual([]);
    expect(call?.args[0].input).toMatchObject({ stateMachineArn: ARN, name: input.run });
    expect(JSON.parse(call?.args[0].input.input ?? '')).toEqual(input);
  });

  it('returns false for a run that was already started', async () => {
    sfn.on(StartExecutionCommand).rejects(sdkError('ExecutionAlreadyExists'));

    expect(await start(input)).toBe(false);
  });

  it.each(['StateMachineDoesNotExist', 'ExecutionLimitExceeded', 'AccessDeniedException'])(
    'passes on %s, so that the event is delivered again',
    async (name) => {
      const error = sdkError(name);
      sfn.on(StartExecutionCommand).rejects(error);

      const starting = start(input);

      await expect(starting).rejects.toBe(error);
    },
  );
});
