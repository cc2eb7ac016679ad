// What the upload engine tells of files and parts, added up to how far all of it is, how fast, and for how long still.
import type { Emit, EventOf, Progress } from '../output/events.ts';
import { makeRate } from '../output/rate.ts';
import type { SendListener } from '../send/types.ts';

const TICK_MS = 250;

/** The rate of the first seconds says nothing of the time that is left. */
const SURE_AFTER_MS = 3_000;

type InFlight = { bytes: number; bytesDone: number };

/** @param files all that will be sent, with their sizes on the disk: a soundtrack's is known only once it is made. */
export const makeSendProgress = (
  files: { key: string; size: number }[],
  emit: Emit,
  now: () => number = () => performance.now(),
) => {
  const waiting = new Map(files.map(({ key, size }) => [key, size]));
  const inFlight = new Map<string, InFlight>();
  const rate = makeRate(now);
  const begun = now();
  const started = { onDisk: 0, toSend: 0 };
  const done = { files: 0, bytes: 0 };

  /** Those that are still to come shrink as those before them did. */
  const total = (): number => {
    const shrinks = started.onDisk > 0 ? started.toSend / started.onDisk : 1;
    const rest = [...waiting.values()].reduce((sum, size) => sum + size, 0);
    return Math.round(started.toSend + rest * shrinks);
  };

  const progress = (): Progress => {
    const flying = [...inFlight].map(([key, file]) => ({ key, ...file }));
    const bytesDone = done.bytes + flying.reduce((sum, file) => sum + file.bytesDone, 0);
    const bytes = Math.max(total(), bytesDone);
    const bytesPerSecond = Math.round(rate.perSecond());
    const isSure = bytesPerSecond > 0 && now() - begun >= SURE_AFTER_MS;
    const secondsLeft = isSure ? Math.ceil((bytes - bytesDone) / bytesPerSecond) : null;
    return {
      type: 'progress',
      phase: 'send',
      files: files.length,
      filesDone: done.files,
      bytes,
      bytesDone,
      bytesPerSecond,
      secondsLeft,
      inFlight: flying,
    };
  };

  const timer = setInterval(() => emit(progress()), TICK_MS);
  timer.unref();
  emit(progress());

  const listener: SendListener = {
    started: ({ key, size, kind, resumed }) => {
      started.onDisk += waiting.get(key) ?? size;
      started.toSend += size;
      waiting.delete(key);
      inFlight.set(key, { bytes: size, bytesDone: resumed });
      emit({ type: 'sending', key, bytes: size, kind, resumedBytes: resumed });
    },
    bytes: (key, count) => {
      rate.add(count);
      const file = inFlight.get(key);
      if (file) file.bytesDone = Math.min(file.bytes, Math.max(0, file.bytesDone + count));
    },
    sent: ({ key, size, seconds }) => {
      inFlight.delete(key);
      done.files += 1;
      done.bytes += size;
      const event: EventOf<'sent'> = { type: 'sent', key, bytes: size, seconds };
      emit(event);
    },
  };
  return { listener, close: () => clearInterval(timer) };
};
