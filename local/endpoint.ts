// The calls besides S3 that the functions and the uploader make, in AWS's JSON protocol. Calls of Step Functions use a
// local account; PutEvents prints the events.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { RunInput } from '../services/shared/contracts/steps.ts';
import type { Account } from './account.ts';

const StartExecution = z.object({ stateMachineArn: z.string(), name: z.string(), input: z.string() });
const OneExecution = z.object({ executionArn: z.string(), cause: z.string().optional() });
const PutEvents = z.object({ Entries: z.array(z.object({ DetailType: z.string(), Detail: z.string() })) });

class ExecutionDoesNotExist extends Error {
  override name = 'ExecutionDoesNotExist';
}

export type EndpointDeps = {
  /** Opens after the server that this belongs to. Calls wait for it. */
  account: Promise<Pick<Account, 'start' | 'stop' | 'executions'>>;
  print: (line: string) => void;
};

const now = (): number => Date.now() / 1_000;

/** Handles requests that have a target (S3's have none): `X-Amz-Target: AWSStepFunctions.StartExecution`. */
export const makeEndpoint = ({ account, print }: EndpointDeps) => {
  const find = async (body: unknown) => {
    const { executionArn, cause } = OneExecution.parse(body);
    const { executions, stop } = await account;
    const name = executionArn.slice(executionArn.lastIndexOf(':') + 1);
    const execution = executions.get(name);
    if (!execution) throw new ExecutionDoesNotExist(`Execution Does Not Exist: '${executionArn}'`);
    return { answer: { executionArn, name, ...execution }, stop: () => stop(name, cause) };
  };
  const actions: Record<string, (body: unknown) => Promise<object>> = {
    'AWSStepFunctions.StartExecution': async (body) => {
      const { stateMachineArn, name, input } = StartExecution.parse(body);
      const started = await (await account).start(RunInput.parse(JSON.parse(input)));
      print(`StartExecution ${name}${started ? '' : ' (started before)'}`);
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      return { executionArn, startDate: now() };
    },
    'AWSStepFunctions.DescribeExecution': async (body) => (await find(body)).answer,
    'AWSStepFunctions.StopExecution': async (body) => {
      (await find(body)).stop();
      return { stopDate: now() };
    },
    'AWSEvents.PutEvents': async (body) => {
      const { Entries } = PutEvents.parse(body);
      for (const { DetailType, Detail } of Entries) print(`PutEvents ${DetailType} ${Detail}`);
      return { FailedEntryCount: 0, Entries: Entries.map((_, index) => ({ EventId: String(index) })) };
    },
  };

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const target = request.headers['x-amz-target'];
    if (typeof target !== 'string') return false;
    void reply(request, response, Object.hasOwn(actions, target) ? actions[target] : undefined);
    return true;
  };
};

const reply = async (
  request: IncomingMessage,
  response: ServerResponse,
  action?: (body: unknown) => Promise<object>,
) => {
  try {
    if (!action)
      throw new Error(`${request.headers['x-amz-target']} is not among the calls that this server answers`);
    const answer = await action(JSON.parse(await text(request)));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  } catch (error) {
    const __type = error instanceof ExecutionDoesNotExist ? error.name : 'ValidationException';
    const fault = { __type, message: String(error) };
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(fault));
  }
};
