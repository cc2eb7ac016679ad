import { describe, expect, it } from '@jest/globals';
import { measure, parseTimes, summarize } from '../../../tools/bench/measure.ts';

const node = { pid: 1, parent: 0, name: 'node', bytes: 100, cpuSeconds: 1 };
const engine = { pid: 2, parent: 1, name: 'transcribe-engi', bytes: 200, cpuSeconds: 2 };

describe('parseTimes', () => {
  it.each(['12.500 20.250 0.250\n', '12,500 20,250 0,250\n'])('reads %j', (line) => {
    expect(parseTimes(line)).toEqual({ wallSeconds: 12.5, cpuSeconds: 20.5 });
  });
});

describe('summarize', () => {
  it('adds up a sample, and takes the maximum of all samples', () => {
    const bigger = { ...engine, pid: 3, bytes: 250, cpuSeconds: 5 };
    expect(summarize([[node], [node, engine, engine], [node, bigger], []])).toEqual({
      peakBytes: 500,
      engineBytes: 250,
      engineCpuSeconds: 7,
    });
  });

  it('handles a command that ended before the first sample', () => {
    expect(summarize([])).toEqual({ peakBytes: 0, engineBytes: 0, engineCpuSeconds: 0 });
  });
});

describe('measure', () => {
  it('counts the processor time of a child of a child', async () => {
    // The kernel ends it after about one second of CPU time, which may be a minute on a busy machine.
    const busy = 'ulimit -t 1; while :; do :; done';
    const cost = await measure({ command: 'bash', args: ['-c', `bash -c '${busy}'; true`], cwd: '.' });
    expect(cost.cpuSeconds).toBeGreaterThan(0.5);
    expect(cost.wallSeconds).toBeGreaterThan(0.5);
    expect(cost.peakBytes).toBeGreaterThan(0);
  });

  it('shows the output of a command that failed', async () => {
    const failing = measure({ command: 'bash', args: ['-c', 'echo no disk >&2; exit 3'], cwd: '.' });
    await expect(failing).rejects.toThrow(/no disk/);
  });
});
