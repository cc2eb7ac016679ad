// Output to a pipe or a file: a line for each event, and now and then one for progress.

import { totalLines } from './board.ts';
import type { Paint } from './color.ts';
import type { ProgressEvent, Reporter } from './events.ts';
import { type Loudness, say, type Widths } from './human.ts';

const PROGRESS_MS = 5_000;

export type PlainOptions = Loudness & {
  stdout: Pick<NodeJS.WriteStream, 'write'>;
  stderr: Pick<NodeJS.WriteStream, 'write'>;
  paints: { stdout: Paint; stderr: Paint };
  /** A function, because a window can be resized. */
  widths?: () => Widths;
  /** Milliseconds. */
  now: () => number;
};

export const makePlain = (options: PlainOptions): Reporter => {
  const { stdout, stderr, paints, quiet, local, now } = options;
  const pace = makePace(now);
  return {
    emit: (event) => {
      const words = say(event, options, paints, options.widths?.());
      for (const line of words.stdout) stdout.write(`${line}\n`);
      for (const line of words.stderr) stderr.write(`${line}\n`);
      if (event.type === 'note' && event.level === 'done') pace.endPhase();
      if (event.type !== 'progress' || quiet) return;
      const [text = ''] = totalLines(event, local);
      if (pace.isDue(event.phase, text)) stderr.write(`${text}\n`);
    },
    close: () => {},
  };
};

/** Usually over in a moment, so progress lines would only be noise. */
const SHORT: ProgressEvent['phase'][] = ['read', 'download'];

/** Decides whether a progress line is due. */
const makePace = (now: () => number) => {
  let last = { text: '', at: Number.NEGATIVE_INFINITY };
  let current: string | undefined;
  return {
    /** Lets the next phase print at once. */
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
