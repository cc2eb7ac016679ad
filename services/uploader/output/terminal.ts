// Output to a terminal: events scroll by above, progress stays below, on stderr.
import { board } from './board.ts';
import type { Paint } from './color.ts';
import type { Event, ProgressEvent, Reporter } from './events.ts';
import { type Loudness, say, type Widths } from './human.ts';

type Screen = Pick<NodeJS.WriteStream, 'write'> & { columns: number; rows: number };

/** The part of log-update that is used here: it replaces the lines that it drew before. */
type Live = { (text: string): void; clear: () => void; done: () => void };

export type TerminalOptions = Loudness & {
  stdout: Pick<NodeJS.WriteStream, 'write'>;
  stderr: Screen;
  live: Live;
  paints: { stdout: Paint; stderr: Paint };
  /** A function, because a window can be resized. */
  widths?: () => Widths;
};

const FRAMES = [...'⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'];
const FRAME_MS = 100;

const endsPhase = (event: Event): boolean =>
  event.type === 'error' || (event.type === 'note' && event.level === 'done');

export const makeTerminal = (options: TerminalOptions): Reporter => {
  const { stdout, stderr, live, paints, local } = options;
  let progress: ProgressEvent | undefined;
  let drawn = 0;
  const draw = () => {
    if (!progress) return;
    drawn += 1;
    const { columns, rows } = stderr;
    const frame = paints.stderr.green(FRAMES[drawn % FRAMES.length] ?? '');
    live(board(progress, { columns, rows, ...(local && { local }) }, frame).join('\n'));
  };
  const timer = setInterval(draw, FRAME_MS);
  // The timer must not keep the process alive.
  timer.unref();
  return {
    emit: (event) => {
      if (event.type === 'progress') {
        if (!progress) timer.refresh();
        progress = event;
        return;
      }
      if (endsPhase(event)) progress = undefined;
      const words = say(event, options, paints, options.widths?.());
      if (words.stdout.length + words.stderr.length === 0) return;
      live.clear();
      for (const line of words.stdout) stdout.write(`${line}\n`);
      for (const line of words.stderr) stderr.write(`${line}\n`);
      draw();
    },
    close: () => {
      clearInterval(timer);
      progress = undefined;
      live.clear();
      live.done();
    },
  };
};
