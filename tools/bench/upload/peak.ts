// The peak memory of a command's processes as the kernel records it, so that short peaks are not missed between two samples.
// Without /proc, measure.ts's figure is used.
import { readFileSync } from 'node:fs';
import { processesBelow } from '../processes.ts';

const EVERY_MS = 25;

/** @param server a child process that does not belong to the command, like the shell that takes the times. */
export const watchPeak = (server: number): (() => number) => {
  let peak = 0;
  const look = () => {
    const own = processesBelow(process.pid, false).filter(
      ({ pid, name }) => pid !== server && name !== 'bash' && name !== 'env',
    );
    // Sums only processes that run now: programs that ran one after the other never used it together.
    peak = Math.max(
      peak,
      own.reduce((sum, { pid }) => sum + highWaterOf(pid), 0),
    );
  };
  const timer = setInterval(look, EVERY_MS);
  return () => {
    clearInterval(timer);
    return peak;
  };
};

const highWaterOf = (pid: number): number => {
  try {
    return parseHighWater(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return 0;
  }
};

/** `VmHWM:	   12345 kB` */
const parseHighWater = (status: string): number =>
  Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1_024;
