// A pipe or a file: a line for what happens, and now and then one for how far it is.

import { totalLines } from './board.ts';
import type { Paint } from './color.ts';
import type { ProgressEvent, Reporter } from './events.ts';
import { type Loudness, say, type Widths } from './human.ts';

const PROGRESS_MS = 5_000;

export type PlainOptions = Loudness & {
  stdout: Pick<NodeJS.WriteStream, 'write'>;
  stderr: Pick<NodeJS.WriteStream, 'write'>;
  paints: { stdout: Paint; stderr: Paint };
  /** Asked each time: a window may be made wider. */
  widths?: () => Widths;
  /** Milliseconds. */
  now: () => number;
};

export const makePlain = (options: PlainOptions): Reporter => {
  const { stdout, stderr, paints, quiet, now } = options;
  const pace = makePace(now);
  return {
    emit: (event) => {
      const words = say(event, options, paints, options.widths?.());
      for (const line of words.stdout) stdout.write(`${line}\n`);
      for (const line of words.stderr) stderr.write(`${line}\n`);
      if (event.type === 'note' && event.level === 'done') pace.endPhase();
      if (event.type !== 'progress' || quiet) return;
      const [text = ''] = totalLines(event);
      if (pace.isDue(event.phase, text)) stderr.write(`${text}\n`);
    },
    close: () => {},
  };
};

/** Most often over in a moment: `1 of 4 files` would be all that was ever said of it. */
const SHORT: ProgressEvent['phase'][] = ['read', 'download'];

/** Whether a line of progress is worth its place. */
const makePace = (now: () => number) => {
  let last = { text: '', at: Number.NEGATIVE_INFINITY };
  let current: string | undefined;
  return {
    /** The next phase may say at once that it begins. */
    endPhase: () => {
      last = { ...last, at: Number.NEGATIVE_INFINITY };
    },
    isDue: (phase: ProgressEvent['phase'], text: string): boolean => {
      if (phase !== current && SHORT.includes(phase)) last = { ...last, at: now() };
      current = phase;
      if (text === last.text || now() - last.at < PROGRESS_MS) return false;
      last = { text, at: now() };
      return true;
    },
  };
};
