import { createServer, type Server } from 'node:http';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import {
  DescribeExecutionCommand,
  ListExecutionsCommand,
  SFNClient,
  StartExecutionCommand,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeEndpoint } from '../../../local/endpoint.ts';
import type { Execution } from '../../../services/shared/contracts/execution.ts';
import type { RunInput } from '../../../services/shared/contracts/steps.ts';
import { listenLocally } from '../../fixtures/listen.ts';

const stateMachineArn = 'arn:aws:states:local:000000000000:stateMachine:transcribe';
const executionArn = 'arn:aws:states:local:000000000000:execution:transcribe:a-run';
const input: RunInput = {
  run: 'a-run',
  bucket: 'videos',
  manifest: 'runs/a-run/manifest.json',
  maxConcurrency: 2,
};

describe('makeEndpoint', () => {
  let server: Server;
  let started: RunInput[];
  let stopped: unknown[];
  let executions: Map<string, Execution>;
  let printed: string[];
  let stepFunctions: SFNClient;
  let eventBridge: EventBridgeClient;
  let endpoint: string;

  beforeEach(async () => {
    started = [];
    stopped = [];
    executions = new Map();
    printed = [];
    const takes = makeEndpoint({
      account: Promise.resolve({
        start: async (run: RunInput) => started.push(run) === 1,
        stop: (...args: unknown[]) => void stopped.push(args),
        executions,
      }),
      print: (line) => void printed.push(line),
    });
    server = createServer((request, response) => {
      if (!takes(request, response)) response.writeHead(418).end();
    });
    endpoint = `http://127.0.0.1:${await listenLocally(server)}`;
    const credentials = { accessKeyId: 'a', secretAccessKey: 'b' };
    const options = { endpoint, credentials, region: 'local', maxAttempts: 1 };
    stepFunctions = new SFNClient(options);
    eventBridge = new EventBridgeClient(options);
  });
  afterEach(() => {
    stepFunctions.destroy();
    eventBridge.destroy();
    server.close();
    server.closeAllConnections();
  });

  const startExecution = (runInput: object) =>
    stepFunctions.send(
      new StartExecutionCommand({ stateMachineArn, name: 'a-run', input: JSON.stringify(runInput) }),
    );

  it('starts a run, and answers like Step Functions', async () => {
    const before = Date.now();

    const answer = await startExecution(input);

    expect(answer.executionArn).toBe(executionArn);
    expect(answer.startDate?.getTime()).toBeGreaterThan(before - 1_000);
    expect(started).toEqual([input]);
    expect(printed).toEqual(['StartExecution a-run']);
  });

  it('refuses a run that was already started', async () => {
    await startExecution(input);
    await startExecution(input);

    expect(printed.at(-1)).toBe('StartExecution a-run (started before)');
  });

  it('prints events instead of delivering them', async () => {
    const Entries = [
      { Source: 'course-transcripts', DetailType: 'First', Detail: '{"run":"a-run"}' },
      { Source: 'course-transcripts', DetailType: 'Second', Detail: '{}' },
    ];

    const answer = await eventBridge.send(new PutEventsCommand({ Entries }));

    expect(answer).toMatchObject({ FailedEntryCount: 0, Entries: [{ EventId: '0' }, { EventId: '1' }] });
    expect(printed).toEqual(['PutEvents First {"run":"a-run"}', 'PutEvents Second {}']);
  });

  it('refuses input for another state machine', async () => {
    await expect(startExecution({ run: 'a-run' })).rejects.toMatchObject({ name: 'ValidationException' });

    expect(started).toEqual([]);
  });

  it('describes an execution', async () => {
    executions.set('a-run', { status: 'FAILED', cause: 'no space left' });

    const answer = await stepFunctions.send(new DescribeExecutionCommand({ executionArn }));

    expect(answer).toMatchObject({ executionArn, name: 'a-run', status: 'FAILED', cause: 'no space left' });
  });

  it('stops an execution', async () => {
    executions.set('a-run', { status: 'RUNNING' });
    const before = Date.now();

    const answer = await stepFunctions.send(new StopExecutionCommand({ executionArn, cause: 'enough' }));

    expect(answer.stopDate?.getTime()).toBeGreaterThan(before - 1_000);
    expect(stopped).toEqual([['a-run', 'enough']]);
  });

  it.each([
    ['describe', () => stepFunctions.send(new DescribeExecutionCommand({ executionArn }))],
    ['stop', () => stepFunctions.send(new StopExecutionCommand({ executionArn }))],
  ])('says that an execution does not exist, when asked to %s it', async (_what, ask) => {
    await expect(ask()).rejects.toMatchObject({ name: 'ExecutionDoesNotExist' });

    expect(stopped).toEqual([]);
  });

  it('refuses any other call, and names it', async () => {
    await expect(stepFunctions.send(new ListExecutionsCommand({ stateMachineArn }))).rejects.toThrow(
      'AWSStepFunctions.ListExecutions is not among the calls',
    );
  });

  it.each(['AWSEvents.PutRule', 'Kinesis_20131202.PutRecord', ''])(
    'refuses the target “%s”',
    async (target) => {
      const answer = await fetch(endpoint, {
        method: 'POST',
        headers: { 'x-amz-target': target },
        body: '{}',
      });

      expect(answer.status).toBe(400);
    },
  );

  it('leaves requests without a target to the S3 server', async () => {
    expect((await fetch(`${endpoint}/videos/a.mp4`)).status).toBe(418);
  });
});
