// Draws progress in lines no wider than the terminal: one for the total, and one for each file in flight.

import { bytes, count, duration, percent, printable, rate } from '../../shared/text/quantities.ts';
import type { EventOf, ProgressEvent } from './events.ts';
import { firstThatFits, padEnd, truncateMiddle } from './fit.ts';

type Sending = Extract<ProgressEvent, { phase: 'send' }>;
type InFlight = Sending['inFlight'][number];

/** More files are hard to follow. */
const MOST_FILES = 8;

/** A narrower terminal shows only a file's name and per cent. */
const ROOM_FOR_BYTES = 50;

/**
 * From the longest to the shortest: the first that fits is shown.
 * @param local true: nothing is sent anywhere.
 */
export const totalLines = (progress: ProgressEvent, local = false): string[] => {
  switch (progress.phase) {
    case 'wait':
      return [printable(progress.message)];
    case 'read':
    case 'download': {
      const done = `${progress.filesDone} of ${count(progress.files, 'file')}`;
      return [`${progress.phase === 'read' ? 'Reading' : 'Downloading'}: ${done}`, done];
    }
    case 'transcribe':
      return transcribeLines(progress);
    case 'send':
      return sendLines(progress, local);
  }
};

const sendLines = (progress: Sending, local: boolean): string[] => {
  const { files, filesDone, bytes: all, bytesDone, bytesPerSecond, secondsLeft } = progress;
  const done = `${filesDone} of ${count(files, 'file')}`;
  const sent = `${bytes(bytesDone)} of ${bytes(all)}`;
  const left = secondsLeft === null ? [] : [`${duration(secondsLeft)} left`];
  const speed = bytesPerSecond > 0 ? [rate(bytesPerSecond)] : [];
  const share = percent(bytesDone, all);
  return [
    `${local ? 'Preparing' : 'Sending'}: ${[done, sent, ...speed, ...left].join(', ')}`,
    [done, sent, ...speed, ...left].join(', '),
    [sent, ...speed, ...left].join(', '),
    [share, ...speed, ...left].join(', '),
    [share, ...left].join(', '),
    share,
  ];
};

const transcribeLines = (progress: EventOf<'progress'> & { phase: 'transcribe' }): string[] => {
  const { videos, done, failed, chunks, chunksDone } = progress;
  const ended = `${done + failed} of ${count(videos, 'video')}`;
  const lost = failed > 0 ? [`${failed} failed`] : [];
  const inWork = chunks > 0 ? [`${chunksDone} of ${count(chunks, 'chunk')} in work`] : [];
  return [
    `Transcribing: ${[ended, ...lost, ...inWork].join(', ')}`,
    [ended, ...lost, ...inWork].join(', '),
    [ended, ...lost].join(', '),
    `${done + failed} of ${videos}`,
  ];
};

type Size = { columns: number; rows: number };
type BoardOptions = Size & { local?: boolean };

/** @param frame of a spinner, which shows that the program is alive. */
export const board = (
  progress: ProgressEvent,
  { columns, rows, local }: BoardOptions,
  frame: string,
): string[] => {
  // The last column stays free: some terminals wrap a line that fills it.
  const width = Math.max(1, columns - 1);
  const total = `${frame} ${firstThatFits(totalLines(progress, local), width - 2)}`;
  if (progress.phase !== 'send') return [total];
  const room = Math.max(0, Math.min(MOST_FILES, rows - 3));
  const shown = progress.inFlight.slice(0, room);
  const more = progress.inFlight.length - shown.length;
  const lines = shown.map((file) => fileLine(file, width));
  return [total, ...lines, ...(more > 0 && room > 0 ? [firstThatFits([`  and ${more} more`], width)] : [])];
};

const fileLine = ({ key, bytes: size, bytesDone }: InFlight, width: number): string => {
  const share = percent(bytesDone, size).padStart(5);
  const facts = width < ROOM_FOR_BYTES ? share : `${bytes(size).padStart(9)} ${share}`;
  const room = Math.max(0, width - facts.length - 3);
  return `  ${padEnd(truncateMiddle(printable(key), room), room)} ${facts}`;
};
