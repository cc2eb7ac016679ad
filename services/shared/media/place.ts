// Puts stretches of sound at their times: fills gaps with silence, and drops what overlaps. ffmpeg's aresample=async
// does not survive a change of the sound's format: each new one pads from the beginning again.
import { SAMPLE_RATE } from './pcm.ts';
import type { Stretch } from './smjpeg.ts';

/** Smaller deviations are only inexact times; ffmpeg's aresample=async has the same limit. */
const TOLERATED = 0.1 * SAMPLE_RATE;

/** After a longer overlap, the times start again, as in joined files: that is other sound, and is kept. */
const LONGEST_OVERLAP = SAMPLE_RATE;

/** How much silence may follow a file's declared end before its times count as wrong. */
const MOST_BEYOND = 60 * SAMPLE_RATE;

const BYTES_PER_SAMPLE = 2;
const ZEROS = Buffer.alloc(1_024 * 1_024);

export type PlaceOptions = {
  channels: number;
  /** False if ffmpeg derives the times from a rate that may change: then one stretch follows the other. */
  hasTimes: boolean;
  /**
   * How long after its file the soundtrack begins. Added to each time unless ffmpeg accounts for it: of Ogg, ffmpeg 5 does,
   * and ffmpeg 7 does not.
   */
  delaySeconds: number;
  /** As the container declares it; 0 if it declares none. */
  declaredSeconds: number;
  longestSeconds: number;
};

/** The times of the file make no sense; the message says how. */
export class TimesAstray extends Error {
  override name = 'TimesAstray';
}

/**
 * Yields samples without times, from 0 on: all of a batch together, because its stretches are tiny.
 * @throws {TimesAstray}
 */
export async function* place(
  batches: AsyncIterable<Stretch[]>,
  options: PlaceOptions,
): AsyncGenerator<Buffer[]> {
  let placer: ReturnType<typeof makePlacer> | undefined;
  for await (const stretches of batches) {
    placer ??= makePlacer({ ...options, delaySeconds: delayOf(stretches, options) });
    const parts = stretches.flatMap(placer.take);
    yield parts.flatMap((part) => ('silence' in part ? [...silence(part.silence)] : part.samples));
  }
  yield placer?.rest() ?? [];
}

/** What to add to each time. If the first one is late already, ffmpeg counts from the file. */
const delayOf = ([first]: Stretch[], { delaySeconds }: PlaceOptions): number =>
  (first?.milliseconds ?? 0) / 1_000 > delaySeconds / 2 ? 0 : delaySeconds;

/** Samples, or a number of bytes of silence. */
type Part = { samples: Buffer } | { silence: number };

/** Counts in frames: one sample of each channel. */
const makePlacer = ({ channels, hasTimes, delaySeconds, declaredSeconds, longestSeconds }: PlaceOptions) => {
  const frameBytes = channels * BYTES_PER_SAMPLE;
  const declared = declaredSeconds > 0 ? declaredSeconds * SAMPLE_RATE : Number.POSITIVE_INFINITY;
  let position = 0;
  let shift = delaySeconds * SAMPLE_RATE;
  let beyond = 0;
  /** Sound that overlaps with the previous one, and may still turn out to be a new beginning. */
  let held: Buffer[] = [];
  /** ffmpeg raises a time before the last one to that, so until the next one only the order is known. */
  let isAnew = false;
  let last = Number.NEGATIVE_INFINITY;

  const keep = (samples: Buffer): Part => {
    advance(samples.length / frameBytes);
    return { samples };
  };
  const pad = (length: number): Part => {
    beyond += Math.max(0, position + length - Math.max(position, declared));
    if (beyond > MOST_BEYOND)
      throw new TimesAstray(
        `it declares a length of ${Math.round(declaredSeconds)} s, but its times add up to ` +
          `${Math.round((position + length) / SAMPLE_RATE)} s: convert it to another format, and check that it plays`,
      );
    advance(length);
    return { silence: length * frameBytes };
  };
  const advance = (length: number) => {
    position += length;
    if (position >= longestSeconds * SAMPLE_RATE)
      throw new TimesAstray(`its soundtrack is longer than ${longestSeconds / 3_600} hours`);
  };

  const take = ({ milliseconds, samples }: Stretch): Part[] => {
    const length = samples.length / frameBytes;
    const at = Math.round((milliseconds / 1_000) * SAMPLE_RATE + shift);
    const gap = at - position;
    isAnew &&= milliseconds <= last;
    last = milliseconds;
    if (isAnew) {
      shift -= gap;
      return [keep(samples)];
    }
    const tolerated = position === 0 || held.length > 0 ? 0 : TOLERATED;
    const overlap = gap < -tolerated ? Math.min(-gap, length) : 0;
    // A file begins at 0: players skip what a cut file has from before that.
    if (overlap > 0 && overlap === length) return position === 0 ? [] : hold(samples, gap);
    held = [];
    return [...(gap > tolerated ? [pad(gap)] : []), keep(samples.subarray(overlap * frameBytes))];
  };

  const hold = (samples: Buffer, gap: number): Part[] => {
    held.push(samples);
    const length = held.reduce((sum, { length }) => sum + length, 0) / frameBytes;
    if (length < LONGEST_OVERLAP) return [];
    shift += length - samples.length / frameBytes - gap;
    isAnew = true;
    return rest().map(keep);
  };

  const rest = (): Buffer[] => held.splice(0);

  return { take: hasTimes ? take : ({ samples }: Stretch): Part[] => [keep(samples)], rest };
};

function* silence(bytes: number): Generator<Buffer> {
  for (let left = bytes; left > 0; left -= ZEROS.length) yield ZEROS.subarray(0, left);
}
