import { DescribeExecutionCommand, SFNClient, StopExecutionCommand } from '@aws-sdk/client-sfn';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { executionsOf, stopperOf } from '../../../../services/uploader/runs/executions.ts';

const ARN = 'arn:aws:states:eu-central-1:123456789012:stateMachine:transcribe-transcribe';
const EXECUTION = 'arn:aws:states:eu-central-1:123456789012:execution:transcribe-transcribe:a-run';
const sfn = mockClient(SFNClient);
const client = new SFNClient({ region: 'local' });
const sdkError = (name: string) => Object.assign(new Error(name), { name });

beforeEach(() => {
  sfn.reset();
});

describe('executionsOf', () => {
  it.each([
    ['a cancelled run', { status: 'ABORTED', cause: 'uploader cancel' }, undefined],
    ['a running run', { status: 'RUNNING' }, undefined],
    ['a run that is being redriven', { status: 'PENDING_REDRIVE' }, { status: 'RUNNING' }],
  ] as const)('returns the status of %s', async (_which, answer, expected) => {
    sfn.on(DescribeExecutionCommand, { executionArn: EXECUTION }).resolves(answer);

    expect(await executionsOf(ARN, client)('a-run')).toEqual(expected ?? answer);
  });

  it('returns undefined for a run that has not started', async () => {
    sfn.on(DescribeExecutionCommand).rejects(sdkError('ExecutionDoesNotExist'));

    expect(await executionsOf(ARN, client)('a-run')).toBeUndefined();
  });

  it('passes on other errors', async () => {
    sfn.on(DescribeExecutionCommand).rejects(sdkError('AccessDeniedException'));

    await expect(executionsOf(ARN, client)('a-run')).rejects.toThrow('AccessDeniedException');
  });
});

describe('stopperOf', () => {
  it('stops the execution of the run, and gives the command as its cause', async () => {
    sfn.on(StopExecutionCommand).resolves({ stopDate: new Date() });

    await stopperOf(ARN, client)('a-run');

    expect(sfn.commandCalls(StopExecutionCommand).map(({ args }) => args[0].input)).toEqual([
      { executionArn: EXECUTION, error: 'Cancelled', cause: 'by uploader cancel' },
    ]);
  });

  it('passes on a refusal by AWS', async () => {
    sfn.on(StopExecutionCommand).rejects(sdkError('AccessDeniedException'));

    await expect(stopperOf(ARN, client)('a-run')).rejects.toThrow('AccessDeniedException');
  });
});
