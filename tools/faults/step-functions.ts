// What the uploader asks of Step Functions, answered for the executions of a test's account.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Executions } from './executions.ts';

const Asked = z.object({ executionArn: z.string() });

/** Answers true for a request that is one of them: S3's have no target. */
export const answerStepFunctions = (
  request: IncomingMessage,
  response: ServerResponse,
  executions: Executions,
): boolean => {
  const target = request.headers['x-amz-target'];
  if (typeof target !== 'string') return false;
  const answer = async (): Promise<[status: number, body: object]> => {
    const { executionArn } = Asked.parse(JSON.parse(await text(request)));
    const run = executionArn.split(':').at(-1) ?? '';
    const execution = executions.get(run);
    if (!execution) return [400, { __type: 'ExecutionDoesNotExist', message: executionArn }];
    const times = { startDate: Date.now() / 1_000, stopDate: Date.now() / 1_000 };
    if (target === 'AWSStepFunctions.StopExecution') {
      execution.abort();
      return [200, times];
    }
    return [200, { executionArn, name: run, status: execution.status, ...times }];
  };
  void answer().then(
    ([status, body]) =>
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body)),
    () => response.destroy(),
  );
  return true;
};
