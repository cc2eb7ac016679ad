// The most memory that a command's processes have had, as the kernel keeps it, so that a short peak is not missed
// between two looks. Where there is no /proc, measure.ts's own figure has to do.
import { readFileSync } from 'node:fs';
import { processesBelow } from '../processes.ts';

const EVERY_MS = 25;

/** Processes of this one that are no part of the command: the server, and the shell that takes the times. */
export const watchPeak = (server: number): (() => number) => {
  let peak = 0;
  const look = () => {
    const own = processesBelow(process.pid, false).filter(
      ({ pid, name }) => pid !== server && name !== 'bash' && name !== 'env',
    );
    // Of those that run at this moment: programs that came one after the other never had it together.
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
