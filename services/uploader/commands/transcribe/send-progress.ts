// Adds up the upload engine's events to overall progress, speed and remaining time.
import type { Emit, ProgressEvent } from '../../output/events.ts';
import { makeRate } from '../../output/rate.ts';
import type { SendListener } from '../../send/types.ts';

const TICK_MS = 250;

/** The rate of the first seconds does not predict the remaining time. */
const SURE_AFTER_MS = 3_000;

type Sending = Extract<ProgressEvent, { phase: 'send' }>;
type File = { key: string; size: number };
type InFlight = { bytes: number; bytesDone: number };
type Tally = Pick<Sending, 'files' | 'filesDone' | 'bytes' | 'bytesDone' | 'inFlight'>;

/** @param files all files to send, with their sizes on disk; the size of a soundtrack is known only once it is made. */
export const makeSendProgress = (files: File[], emit: Emit, now: () => number = () => performance.now()) => {
  const tally = makeTally(files);
  const rate = makeRate(now);
  const startedAt = now();

  const progress = (): ProgressEvent => {
    const sums = tally.sums();
    const bytesPerSecond = Math.round(rate.perSecond());
    const isSure = bytesPerSecond > 0 && now() - startedAt >= SURE_AFTER_MS;
    const secondsLeft = isSure ? Math.ceil((sums.bytes - sums.bytesDone) / bytesPerSecond) : null;
    return { type: 'progress', phase: 'send', ...sums, bytesPerSecond, secondsLeft };
  };

  const timer = setInterval(() => emit(progress()), TICK_MS);
  timer.unref();
  emit(progress());

  const listener: SendListener = {
    started: ({ key, size, kind, resumed }) => {
      tally.begin(key, size, resumed);
      emit({ type: 'sending', key, bytes: size, kind, resumedBytes: resumed });
    },
    bytes: (key, count) => {
      rate.add(count);
      tally.add(key, count);
    },
    leftOut: ({ key }) => tally.leave(key),
    sent: ({ key, size, seconds }) => {
      tally.end(key, size);
      emit({ type: 'sent', key, bytes: size, seconds });
    },
  };
  return { listener, close: () => clearInterval(timer) };
};

/** The progress of each file and of all of them, without a clock. */
const makeTally = (files: File[]) => {
  const waiting = new Map(files.map(({ key, size }) => [key, size]));
  const inFlight = new Map<string, InFlight>();
  const started = { onDisk: 0, toSend: 0 };
  const done = { files: 0, bytes: 0 };

  /** Assumes that the remaining files shrink as much as those before them. */
  const total = (): number => {
    const shrinks = started.onDisk > 0 ? started.toSend / started.onDisk : 1;
    const rest = [...waiting.values()].reduce((sum, size) => sum + size, 0);
    return Math.round(started.toSend + rest * shrinks);
  };

  return {
    begin: (key: string, size: number, resumed: number) => {
      started.onDisk += waiting.get(key) ?? size;
      started.toSend += size;
      waiting.delete(key);
      inFlight.set(key, { bytes: size, bytesDone: resumed });
    },
    add: (key: string, count: number) => {
      const file = inFlight.get(key);
      if (file) file.bytesDone = Math.min(file.bytes, Math.max(0, file.bytesDone + count));
    },
    end: (key: string, size: number) => {
      inFlight.delete(key);
      done.files += 1;
      done.bytes += size;
    },
    leave: (key: string) => {
      inFlight.delete(key);
      waiting.delete(key);
    },
    sums: (): Tally => {
      const flying = [...inFlight].map(([key, file]) => ({ key, ...file }));
      const bytesDone = done.bytes + flying.reduce((sum, file) => sum + file.bytesDone, 0);
      const bytes = Math.max(total(), bytesDone);
      return { files: files.length, filesDone: done.files, bytes, bytesDone, inFlight: flying };
    },
  };
};
