// A pipe or a file: a line for what happens, and now and then one for how far it is.

import { totalLines } from './board.ts';
import type { Paint } from './color.ts';
import type { Reporter } from './events.ts';
import { type Loudness, say } from './human.ts';

const PROGRESS_MS = 5_000;

export type PlainOptions = Loudness & {
  stdout: Pick<NodeJS.WriteStream, 'write'>;
  stderr: Pick<NodeJS.WriteStream, 'write'>;
  paints: { stdout: Paint; stderr: Paint };
  /** Milliseconds. */
  now: () => number;
};

export const makePlain = (options: PlainOptions): Reporter => {
  const { stdout, stderr, paints, quiet, now } = options;
  let last = { text: '', at: Number.NEGATIVE_INFINITY };
  return {
    emit: (event) => {
      const words = say(event, options, paints);
      for (const line of words.stdout) stdout.write(`${line}\n`);
      for (const line of words.stderr) stderr.write(`${line}\n`);
      // A phase has ended: the next one may say at once that it begins.
      if (event.type === 'note' && event.level === 'done') last = { ...last, at: Number.NEGATIVE_INFINITY };
      if (event.type !== 'progress' || quiet) return;
      const [text = ''] = totalLines(event);
      if (text === last.text || now() - last.at < PROGRESS_MS) return;
      last = { text, at: now() };
      stderr.write(`${text}\n`);
    },
    close: () => {},
  };
};
