import { describe, expect, it } from '@jest/globals';
import { slownessOf } from '../../../services/uploader/estimate/estimate.ts';
import { CLOUD } from '../../../services/uploader/estimate/measured.ts';
import { onStack } from '../../../services/uploader/estimate/work.ts';
import { parseSimulationOptions } from '../../../tools/simulate/options.ts';
import { QUOTAS } from '../../../tools/simulate/quotas.ts';
import { bytesToSend } from '../../../tools/simulate/shape.ts';
import { simulate } from '../../../tools/simulate/simulation.ts';
import { readMachine, readStack } from '../../../tools/simulate/stack.ts';
import { formatSimulation } from '../../../tools/simulate/table.ts';
import { judge } from '../../../tools/simulate/verdict.ts';

const run = async (flags: string) => {
  const stack = await readStack();
  const { settings } = parseSimulationOptions(flags.split(' ').filter(Boolean), stack);
  return simulate(settings, stack);
};
const resource = ({ resources }: Awaited<ReturnType<typeof run>>, name: string) =>
  resources.find((one) => one.name.startsWith(name));
const names = (resources: { name: string }[]) => resources.map(({ name }) => name);

describe('simulate', () => {
  it('agrees with the estimate of one video, within a tenth', async () => {
    const { settings, seconds, dollars } = await run('--videos 1 --minutes 60');

    const { memoryMegabytes, chunkMinutes, maxConcurrency } = settings;
    const video = { seconds: 3_600, bytesToSend: bytesToSend(settings) };
    const taken = onStack(video, slownessOf(settings.model), {
      memoryMegabytes,
      chunkMinutes,
      maxConcurrency,
    });

    expect((seconds - CLOUD.runStartSeconds) / taken.seconds).toBeCloseTo(1, 0);
    expect(Math.abs((seconds - CLOUD.runStartSeconds) / taken.seconds - 1)).toBeLessThan(0.1);
    expect(Math.abs(dollars / taken.dollars - 1)).toBeLessThan(0.1);
  });

  it('is the same for the same seed', async () => {
    const [one, other] = [await run('--videos 300'), await run('--videos 300')];

    expect([other.seconds, other.dollars]).toEqual([one.seconds, one.dollars]);
  });

  it('takes half the time with twice the MaxConcurrency, and costs the same', async () => {
    const [one, other] = [await run('--videos 2000'), await run('--videos 2000 --max-concurrency 40')];

    expect(one.seconds / other.seconds).toBeGreaterThan(1.9);
    expect(other.dollars / one.dollars).toBeCloseTo(1, 1);
    expect(judge(one).bottleneck?.lever).toBe('MaxConcurrency');
  });

  it('waits for the quota if MaxConcurrency is higher than Lambda allows', async () => {
    const simulation = await run('--videos 2000 --max-concurrency 1000 --lambda-concurrency 100');

    expect(judge(simulation).bottleneck?.name).toBe('Lambda calls at once');
    expect(simulation.run.lambda.working.peak()).toBe(100);
    expect(simulation.run.counts.retries).toBeGreaterThan(1_000);
  });

  it.each(['--videos 10000', '--videos 100000 --minutes 1'])(
    'has no failure in a run of %s',
    async (flags) => {
      const simulation = await run(flags);

      expect(names(judge(simulation).broken)).toEqual([]);
      expect(simulation.failed).toBe(0);
    },
  );

  it('says what fails first in a run that is too large', async () => {
    const { resources, failed } = await run('--videos 10000 --prompt-bytes 10000');

    expect(names(judge({ resources, failed }).broken)).toEqual(['Listen, MB']);
  });

  it('starts no more videos per second than a Map does', async () => {
    const simulation = await run(
      '--videos 20000 --minutes 1 --max-concurrency 10000 --lambda-concurrency 20000',
    );

    expect(simulation.run.open.peak()).toBeLessThan(3_000);
    expect(judge(simulation).bottleneck?.name).toBe('Children started in a second');
  });

  it('has no failure in a video of a day', async () => {
    const simulation = await run('--videos 1 --minutes 1440');

    expect(names(judge(simulation).broken)).toEqual([]);
    expect(simulation.chunks).toBeGreaterThan(60);
  });

  it.each([
    ['a video that does not fit into /tmp', '--minutes 1440 --whole-video', '/tmp of Split', 'ScratchFull'],
    [
      'a model that is too slow for its chunks',
      '--model large-v3 --chunk-minutes 60',
      'Transcribe, seconds',
      'ChunkTooSlow',
    ],
  ])('says what fails, and that the video fails: %s', async (_title, flags, name, error) => {
    const simulation = await run(`--videos 2 ${flags}`);

    expect(names(judge(simulation).broken)).toContainEqual(expect.stringContaining(name));
    expect(simulation.failures.get(error)).toBe(2);
  });

  it('knows that the outputs of all children are one state, unless a ResultWriter takes them', async () => {
    const { asl, ...stack } = await readStack();
    const { settings } = parseSimulationOptions([], stack);
    const without = await simulate(settings, { ...stack, asl: asl.replace('"ResultWriter"', '"Nobody"') });

    expect(resource(await run('--videos 1000'), 'Output of the Map')?.peak).toBeLessThan(2_000);
    expect(resource(without, 'Output of the Map')?.peak).toBe(3_001);
  });

  it.each([
    '--videos 3 --chunk-minutes 5 --lambda-concurrency 2 --model medium.en',
    '--videos 100 --chunk-minutes 5 --lambda-concurrency 10 --model medium.en-q8_0',
    '--videos 1000 --max-concurrency 1000 --lambda-concurrency 10',
    '--videos 1000 --max-concurrency 300 --lambda-concurrency 10 --model medium.en-q8_0',
  ])('waits for Lambda for hours in a new account, without failures: %s', async (flags) => {
    const simulation = await run(flags);

    expect(simulation.failed).toBe(0);
    expect(simulation.run.lambda.refused.total()).toBeGreaterThan(100);
  });

  it('has room in the history of an hour-long video for every retry of its calls', async () => {
    const { trace, chunks } = await run('--videos 1');
    const machine = readMachine((await readStack()).asl);
    const [most = 0] = (machine.states.get('Transcribe')?.Retry ?? []).map(({ MaxAttempts }) => MaxAttempts);

    // Split, Merge, Cleanup and RecordFailure in addition to the chunks; three events each.
    expect(trace.events + (4 + chunks) * most * 3).toBeLessThan(QUOTAS.stepFunctions.historyEvents);
  });
});

describe('formatSimulation', () => {
  it('prints time, cost, the bottleneck, and a row for each resource', async () => {
    const text = formatSimulation(await run('--videos 100'));

    expect(text).toMatch(/^Time: .* for 100 hours of video\.$/m);
    expect(text).toMatch(/^Waits for: Videos at work: 20 of 20, 100 %\. What moves it: MaxConcurrency\.$/m);
    expect(text).toMatch(/^\| Videos at work \| 20 \| 20 \|/m);
  });
});
