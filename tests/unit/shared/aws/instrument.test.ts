// The log of a function. Powertools reads its environment when `instrument.ts` is loaded, so the test loads it late.
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';

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

const before = { ...process.env };
const lines: z.infer<typeof Line>[] = [];
let instrument: typeof import('../../../../services/shared/aws/instrument.ts').instrument;

beforeAll(async () => {
  // With this, Powertools writes to a console that a test can read.
  process.env.POWERTOOLS_DEV = 'true';
  process.env.POWERTOOLS_METRICS_DISABLED = 'false';
  process.env.POWERTOOLS_SERVICE_NAME = 'course-transcripts';
  process.env.POWERTOOLS_METRICS_NAMESPACE = 'CourseTranscripts';
  for (const method of ['log', 'info', 'error'] as const)
    jest
      .spyOn(console, method)
      .mockImplementation((text) => void lines.push(Line.parse(JSON.parse(String(text)))));
  // These packages have only an `import` entry, but jest resolves modules like `require`.
  for (const name of ['@middy/core', '@middy/util']) {
    const path = join(import.meta.dirname, '../../../../node_modules', name, 'index.js');
    jest.mock(name, () => jest.requireActual(path), { virtual: true });
  }
  ({ instrument } = await import('../../../../services/shared/aws/instrument.ts'));
});

afterAll(() => {
  jest.restoreAllMocks();
  process.env = before;
});

beforeEach(() => {
  lines.length = 0;
});

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

    expect(lines).toContainEqual(
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

    expect(lines[0]).toMatchObject({ message: 'Split starts', run: event.run, key: event.item.Key });
  });

  it.each([
    ['the key of its done marker', 'runs/20261122T151500Z-a1b2/done.txt', {}],
    ["Listen's answer", 'course/done.txt', { run: event.run }],
  ])('reads the run of an S3 event from %s', async (_title, marker, output) => {
    const handler = instrument('Listen', z.unknown(), async () => output);

    await handler({ detail: { object: { key: marker } } }, context);

    expect(lines.find(({ message }) => message === 'Listen done')).toMatchObject({ run: event.run, marker });
  });

  it('writes the measures of the answer as metrics', async () => {
    const handler = instrument(
      'Split',
      Input,
      async () => 60,
      (value) => [{ name: 'VideoSeconds', unit: 'Seconds', value }],
    );

    await handler(event, context);

    expect(lines).toContainEqual(
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
    lines.length = 0;

    await handler({}, context);

    const line = lines.find(({ message }) => message === 'Split done');
    expect(line).toBeDefined();
    expect(line).not.toHaveProperty('run');
    expect(line).not.toHaveProperty('key');
  });

  it("rethrows the core's error unchanged, so that the state machine sees its name, and logs it", async () => {
    const error = Object.assign(new Error('moov atom not found'), { name: 'VideoUnreadable' });
    const handler = instrument('Split', Input, () => Promise.reject(error));

    const calling = handler(event, context);

    await expect(calling).rejects.toBe(error);
    expect(lines).toContainEqual(
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
    expect(lines).toContainEqual(expect.objectContaining({ message: 'Split failed' }));
  });

  it.each([
    ['done', async () => 'done'],
    ['failed', () => Promise.reject(new Error('no'))],
  ])('writes no metric of its own when a call is %s, because Lambda counts it', async (_title, core) => {
    await instrument('Split', Input, core)(event, context).catch(() => undefined);

    expect(lines.filter((line) => '_aws' in line)).toEqual([]);
  });
});
