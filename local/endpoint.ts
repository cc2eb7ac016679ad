// The two calls beside S3 that the functions make, in AWS's JSON protocol, for functions that run in a container here:
// StartExecution starts a real run on this machine, PutEvents prints the event.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { RunInput } from '../services/shared/contracts/steps.ts';

const StartExecution = z.object({ stateMachineArn: z.string(), name: z.string(), input: z.string() });
const PutEvents = z.object({ Entries: z.array(z.object({ DetailType: z.string(), Detail: z.string() })) });

export type EndpointDeps = {
  /** Starts the run; false when it has been started before. */
  start: (input: RunInput) => Promise<boolean>;
  print: (line: string) => void;
};

/** Takes a request that has a target (S3's have none): `X-Amz-Target: AWSStepFunctions.StartExecution`. */
export const makeEndpoint = ({ start, print }: EndpointDeps) => {
  const actions: Record<string, (body: unknown) => Promise<object>> = {
    'AWSStepFunctions.StartExecution': async (body) => {
      const { stateMachineArn, name, input } = StartExecution.parse(body);
      const started = await start(RunInput.parse(JSON.parse(input)));
      print(`StartExecution ${name}${started ? '' : ' (started before)'}`);
      const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;
      return { executionArn, startDate: Date.now() / 1_000 };
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
      throw new Error(`${request.headers['x-amz-target']} is not among the calls that the functions make`);
    const answer = await action(JSON.parse(await text(request)));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(answer));
  } catch (error) {
    const fault = { __type: 'ValidationException', message: String(error) };
    response.writeHead(400, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(fault));
  }
};
