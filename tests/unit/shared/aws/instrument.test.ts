import { describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { captureLogs } from '../capture-logs.ts';

const context = {
  functionName: 'SplitFunction',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:SplitFunction',
  memoryLimitInMB: '512',
  awsRequestId: '0f0e0d0c-0000-0000-0000-000000000000',
  logGroupName: 'SplitLogs',
  logStreamName: 'stream',
  callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 1_000,
  done: () => {},
  fail: () => {},
  succeed: () => {},
};

const Input = z.object({
  run: z.string(),
  item: z.object({ Key: z.string() }),
  chunk: z.number().default(0),
});
const event = { run: '20261122T151500Z-a1b2', item: { Key: 'week 1/"é" 100%.mp4' }, more: 'of no interest' };

const Line = z.looseObject({ level: z.string().optional(), message: z.string().optional() });

const captured = captureLogs({
  POWERTOOLS_METRICS_DISABLED: 'false',
  POWERTOOLS_SERVICE_NAME: 'course-transcripts',
  POWERTOOLS_METRICS_NAMESPACE: 'CourseTranscripts',
});
const { instrument } = captured;
const logged = () => captured.lines.map((line) => Line.parse(JSON.parse(line)));

describe('instrument', () => {
  it('passes the parsed event to the core, and its result to the caller', async () => {
    const got: unknown[] = [];
    const handler = instrument('Split', Input, async (input) => {
      got.push(input);
      return { chunks: [0, 1] };
    });

    const output = await handler(event, context);

    expect(got).toEqual([{ run: event.run, item: event.item, chunk: 0 }]);
    expect(output).toEqual({ chunks: [0, 1] });
  });

  it('tells the core how much time is left, whenever it asks', async () => {
    const left = [5_000, 2_000];
    const running = { ...context, getRemainingTimeInMillis: () => left.shift() ?? 0 };
    const handler = instrument('Split', Input, async (_input, { remainingMs }) => [
      remainingMs(),
      remainingMs(),
    ]);

    expect(await handler(event, running)).toEqual([5_000, 2_000]);
  });

  it('logs the end of the call with run, key and chunk', async () => {
    const handler = instrument('Split', Input, async () => ({ chunks: [0, 1] }));

    await handler({ ...event, chunk: 3 }, context);

    expect(logged()).toContainEqual(
      expect.objectContaining({
        level: 'INFO',
        message: 'Split done',
        run: event.run,
        key: event.item.Key,
        chunk: 3,
        function_request_id: context.awsRequestId,
        output: { chunks: [0, 1] },
      }),
    );
  });

  it('logs the start of the call, too, because a call that is ended from outside leaves no other line', async () => {
    const handler = instrument('Split', Input, async () => 'done');

    await handler(event, context);

    expect(logged()[0]).toMatchObject({ message: 'Split starts', run: event.run, key: event.item.Key });
  });

  it.each([
    ['the key of its done marker', 'runs/20261122T151500Z-a1b2/done.txt', {}],
    ["Listen's answer", 'course/done.txt', { run: event.run }],
  ])('reads the run of an S3 event from %s', async (_title, marker, output) => {
    const handler = instrument('Listen', z.unknown(), async () => output);

    await handler({ detail: { object: { key: marker } } }, context);

    expect(logged().find(({ message }) => message === 'Listen done')).toMatchObject({
      run: event.run,
      marker,
    });
  });

  it('writes the measures of the answer as metrics', async () => {
    const handler = instrument(
      'Split',
      Input,
      async () => 60,
      (value) => [{ name: 'VideoSeconds', unit: 'Seconds', value }],
    );

    await handler(event, context);

    expect(logged()).toContainEqual(
      expect.objectContaining({
        VideoSeconds: 60,
        service: 'course-transcripts',
        _aws: expect.objectContaining({
          CloudWatchMetrics: [expect.objectContaining({ Namespace: 'CourseTranscripts' })],
        }),
      }),
    );
  });

  it('does not log the run of one call with the next', async () => {
    const handler = instrument('Split', z.unknown(), async () => 'done');
    await handler(event, context);
    captured.lines.length = 0;

    await handler({}, context);

    const line = logged().find(({ message }) => message === 'Split done');
    expect(line).toBeDefined();
    expect(line).not.toHaveProperty('run');
    expect(line).not.toHaveProperty('key');
  });

  it("rethrows the core's error unchanged, so that the state machine sees its name, and logs it", async () => {
    const error = Object.assign(new Error('moov atom not found'), { name: 'VideoUnreadable' });
    const handler = instrument('Split', Input, () => Promise.reject(error));

    const calling = handler(event, context);

    await expect(calling).rejects.toBe(error);
    expect(logged()).toContainEqual(
      expect.objectContaining({
        level: 'ERROR',
        message: 'Split failed',
        run: event.run,
        key: event.item.Key,
        error: expect.objectContaining({ name: 'VideoUnreadable', message: 'moov atom not found' }),
      }),
    );
  });

  it('refuses an event of another shape without calling the core', async () => {
    const core = jest.fn(async () => 'done');
    const handler = instrument('Split', Input, core);

    const calling = handler({ run: event.run, item: {} }, context);

    await expect(calling).rejects.toMatchObject({ name: 'ZodError' });
    expect(core).not.toHaveBeenCalled();
    expect(logged()).toContainEqual(expect.objectContaining({ message: 'Split failed' }));
  });

  it.each([
    ['done', async () => 'done'],
    ['failed', () => Promise.reject(new Error('no'))],
  ])('writes no metric of its own when a call is %s, because Lambda counts it', async (_title, core) => {
    await instrument('Split', Input, core)(event, context).catch(() => undefined);

    expect(logged().filter((line) => '_aws' in line)).toEqual([]);
  });
});
