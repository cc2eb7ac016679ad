import { describe, expect, it } from '@jest/globals';
import { THROTTLED } from '../../../tools/simulate/faults.ts';
import { QUOTAS } from '../../../tools/simulate/quotas.ts';
import { readMachine, readStack } from '../../../tools/simulate/stack.ts';
import { traceChild } from '../../../tools/simulate/trace.ts';

const SIZES = { minutes: 60, quality: 'balanced', keyBytes: 60, promptBytes: 0, gapsAnHour: 4 } as const;
const trace = async (
  chunks: number,
  more: { error?: string; gapsAnHour?: number; minutes?: number } = {},
) => {
  const { error, ...sizes } = more;
  const machine = readMachine((await readStack()).asl);
  const fault = error === undefined ? undefined : { state: 'Transcribe', error };
  return traceChild(machine, chunks, { ...SIZES, ...sizes }, fault);
};

describe('traceChild', () => {
  it('returns the tasks of the ASL in order, with those of a Map inside it', async () => {
    const { steps } = await trace(3);

    expect(steps.map(({ state, transitions }) => [state, transitions])).toEqual([
      ['Split', 1],
      // After the Choice.
      ['EachChunk', 2],
      ['Merge', 1],
      ['Cleanup', 1],
    ]);
    expect(steps[1]?.each).toEqual([{ state: 'Transcribe', transitions: 1 }]);
  });

  it.each([
    // Of the execution 2, of three Tasks 5 each, Choice 2, Map 4; of each chunk 5 for its Task, 2 for its iteration.
    [1, 2 + 15 + 2 + 4 + 7],
    [3, 2 + 15 + 2 + 4 + 21],
  ])("counts the events of %i chunks as in AWS's history: %i", async (chunks, events) => {
    expect((await trace(chunks)).events).toBe(events);
  });

  it('has room for a day of video in chunks of a minute', async () => {
    const { events, stateBytes } = await trace(1_440, { minutes: 1_440 });

    expect(events).toBeLessThan(QUOTAS.stepFunctions.historyEvents / 2);
    expect(stateBytes).toBeLessThan(QUOTAS.stepFunctions.stateBytes / 10);
  });

  it('counts retries, and records a failure after the last of them', async () => {
    const { steps, events } = await trace(1, { error: THROTTLED });

    expect(steps.map(({ state }) => state)).toEqual(['RecordFailure']);
    // A thousand more calls, and neither Merge nor Cleanup.
    expect(events).toBeGreaterThan(3_000);
  });

  it('knows the largest state, which contains the gaps of the coverage once', async () => {
    const [few, many] = [await trace(3, { gapsAnHour: 0 }), await trace(3, { gapsAnHour: 3_600 })];

    const gap = (many.stateBytes - few.stateBytes) / 3_600;
    expect(gap).toBeGreaterThan(30);
    expect(gap).toBeLessThan(40);
  });
});

describe('the state machine', () => {
  it.each([
    ['a video that is done', undefined],
    ['a video that failed', 'EngineFailed'],
  ])('passes nothing of %s on, although a ResultWriter would take it', async (_title, error) => {
    const { outputBytes } = await trace(3, error === undefined ? {} : { error });

    expect(outputBytes).toBe('{}'.length);
  });
});
