// A simulated run does what the interpreter makes of the ASL: every call of every video, in the same second.
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { z } from 'zod';
import { startMachine } from '../../../local/machine.ts';
import { named, type SimulatedFault, THROTTLED } from '../../../tools/simulate/faults.ts';
import { type Lambda, makeLambda } from '../../../tools/simulate/lambda.ts';
import { simulateRun } from '../../../tools/simulate/run.ts';
import type { CallShape, Shape } from '../../../tools/simulate/shape.ts';
import { readMachine, readStack } from '../../../tools/simulate/stack.ts';
import { traceChild } from '../../../tools/simulate/trace.ts';

const NAMES: { [state: string]: string } = {
  Split: 'SplitFunction',
  Transcribe: 'TranscribeFunction',
  Merge: 'MergeFunction',
  Cleanup: 'CleanupFunction',
  RecordFailure: 'CleanupFunction',
};
const Input = z.object({ item: z.object({ Key: z.number() }), chunk: z.number().optional() });
const NO_SHAPE: Shape = { chunks: 0, calls: {}, chunkCalls: [] };

type Made = { video: number; state: string; started: number; ended: number };

const SIZES = { minutes: 60, quality: 'balanced', keyBytes: 60, promptBytes: 0, gapsAnHour: 4 } as const;
const COLD_SECONDS = 5.003;

const call = (seconds: number): CallShape => ({ seconds, puts: 1, gets: 1, tmpBytes: 0 });
/** All times differ, so that no order is left to chance. */
const shapeOf = (index: number, chunks: number): Shape => ({
  chunks,
  calls: {
    Split: call(4.101 + index * 0.731),
    Merge: call(2.017 + index * 0.211),
    Cleanup: call(1.013 + index * 0.067),
    RecordFailure: call(1.507 + index * 0.049),
  },
  chunkCalls: Array.from({ length: chunks }, (_, chunk) => call(30.019 + chunk * 3.331 + index * 1.277)),
});

const ms = (seconds: number): number => Math.round(seconds * 1_000);
const inOrder = (calls: Made[]): string[] =>
  calls.map(({ video, state, started, ended }) => `${video} ${state} ${ms(started)} ${ms(ended)}`).toSorted();

type Case = { shapes: Shape[]; maxConcurrency: number; lambdaConcurrency: number; fault?: SimulatedFault };

const sleep = (seconds: number) => new Promise((resolve) => setTimeout(resolve, ms(seconds)));

/** Runs the whole machine; each task is a timer. */
const interpret = async ({ shapes, maxConcurrency, lambdaConcurrency, fault }: Case): Promise<Made[]> => {
  const { asl } = await readStack();
  const lambda: Lambda = makeLambda(lambdaConcurrency);
  const made: Made[] = [];
  const began = Date.now();
  const now = () => (Date.now() - began) / 1_000;
  const secondsOf = (state: string, shape: Shape, chunk: number | undefined, isCold: boolean): number => {
    const of = chunk === undefined ? shape.calls[state] : shape.chunkCalls[chunk];
    const seconds = fault?.state === state ? 0 : (of?.seconds ?? 0);
    return seconds + (isCold && NAMES[state] !== 'CleanupFunction' ? COLD_SECONDS : 0);
  };
  const task = (state: string, answer: (shape: Shape) => unknown) => async (input: unknown) => {
    const { item, chunk } = Input.parse(input);
    const shape = shapes[item.Key] ?? NO_SHAPE;
    const name = NAMES[state] ?? '';
    const started = now();
    const taken = lambda.call(name, started);
    if (!taken) throw named(THROTTLED);
    await sleep(secondsOf(state, shape, chunk, taken.isCold));
    lambda.end(name, now());
    made.push({ video: item.Key, state, started, ended: now() });
    if (fault?.state === state) throw named(fault.error);
    return answer(shape);
  };
  const tasks = {
    Split: task('Split', ({ chunks }) => ({
      upToDate: false,
      chunks: Array.from({ length: chunks }, (_, i) => i),
    })),
    Transcribe: task('Transcribe', () => ({})),
    Merge: task('Merge', () => ({})),
    Cleanup: task('Cleanup', () => ({})),
    RecordFailure: task('RecordFailure', () => ({})),
    Report: async () => ({ totals: { failed: 0 }, summary: '' }),
  };
  const readItems = async () => shapes.map((_, Key) => ({ Key }));
  const input = { run: 'r', bucket: 'b', manifest: 'm', maxConcurrency };
  let isOver = false;
  const end = () => {
    isOver = true;
  };
  startMachine(asl, input, { tasks, readItems }).result.then(end, end);
  while (!isOver) await jest.advanceTimersToNextTimerAsync();
  return made;
};

const replay = async ({ shapes, maxConcurrency, lambdaConcurrency, fault }: Case): Promise<Made[]> => {
  const stack = await readStack();
  const machine = readMachine(stack.asl);
  const made: Made[] = [];
  const [whole, after] = [new Map(), new Map()];
  for (const { chunks } of shapes) whole.set(chunks, await traceChild(machine, chunks, SIZES));
  for (const one of fault ? [fault] : []) after.set(one.state, await traceChild(machine, 1, SIZES, one));
  simulateRun(
    { videos: shapes.length, maxConcurrency, lambdaConcurrency, seed: 1 },
    {
      shapes,
      machine,
      functions: new Map(
        [...stack.functions].map(([name, one]) => [name, { ...one, isImage: name !== 'CleanupFunction' }]),
      ),
      traces: { of: (chunks) => whole.get(chunks), after: ({ state }) => after.get(state) },
      faultOf: (state) => (fault?.state === state ? fault.error : undefined),
      coldSeconds: COLD_SECONDS,
      random: () => 0.5,
      onCall: (one) => made.push(one),
    },
  );
  return made;
};

describe('simulateRun', () => {
  beforeEach(() => {
    jest.useFakeTimers({ now: 0 });
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const five = [3, 1, 4, 2, 3].map((chunks, index) => shapeOf(index, chunks));

  it.each<[string, Case]>([
    ['with room for all', { shapes: five, maxConcurrency: 5, lambdaConcurrency: 1_000 }],
    ['two videos at once', { shapes: five, maxConcurrency: 2, lambdaConcurrency: 1_000 }],
    ['if Lambda refuses calls', { shapes: five, maxConcurrency: 5, lambdaConcurrency: 3 }],
    [
      'with as many chunks as an inline Map runs at once',
      { shapes: [shapeOf(0, 40)], maxConcurrency: 1, lambdaConcurrency: 1_000 },
    ],
    [
      'if each merge fails',
      {
        shapes: five,
        maxConcurrency: 2,
        lambdaConcurrency: 1_000,
        fault: { state: 'Merge', error: 'CoverageTooLow' },
      },
    ],
    [
      'if each merge reaches its time limit, and is tried once more',
      {
        shapes: five,
        maxConcurrency: 2,
        lambdaConcurrency: 1_000,
        fault: { state: 'Merge', error: 'Sandbox.Timedout' },
      },
    ],
  ])('makes the same calls as the interpreter at the same times: %s', async (_title, wanted) => {
    const [interpreted, simulated] = [await interpret(wanted), await replay(wanted)];

    expect(interpreted.length).toBeGreaterThan(4);
    expect(inOrder(simulated)).toEqual(inOrder(interpreted));
  });
});
