// `--json`: prints every event as one line on stdout. events.ts defines them.
import type { ProgressEvent, Reporter } from './events.ts';
import { isResult, type Loudness } from './human.ts';

const PROGRESS_MS = 1_000;

export type NdjsonOptions = Loudness & {
  stdout: Pick<NodeJS.WriteStream, 'write'>;
  /** Milliseconds. */
  now: () => number;
};

export const makeNdjson = ({ stdout, quiet, verbose, now }: NdjsonOptions): Reporter => {
  const told: Partial<Record<ProgressEvent['phase'], number>> = {};
  const isDue = ({ phase }: ProgressEvent): boolean => {
    const at = now();
    if (at - (told[phase] ?? Number.NEGATIVE_INFINITY) < PROGRESS_MS) return false;
    told[phase] = at;
    return true;
  };
  return {
    emit: (event) => {
      if (quiet && !isResult(event)) return;
      if (event.type === 'note' && event.level === 'detail' && !verbose) return;
      if (event.type === 'progress' && !isDue(event)) return;
      stdout.write(`${JSON.stringify(event)}\n`);
    },
    close: () => {},
  };
};
