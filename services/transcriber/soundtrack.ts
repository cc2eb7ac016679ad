// A video's soundtrack as one object of raw samples in S3: written once while it is decoded, and read in stretches.
import { Readable } from 'node:stream';
import type { Bucket } from '../shared/aws/bucket.ts';
import { WorkExpired } from '../shared/contracts/errors.ts';
import { keys } from '../shared/contracts/keys.ts';
import type { Span } from '../shared/contracts/transcript.ts';
import { BYTES_PER_SECOND, byteAt } from '../shared/media/pcm.ts';
import type { Sink } from '../shared/system/process.ts';
import type { Engine } from './engine/engine.ts';
import { type EarlyPlace, hearEarly } from './engine/language.ts';
import { joinPieces, LIKELY } from './engine/vad.ts';

/** Short enough to give every core a part of a lecture, long enough that the detector's start does not matter. */
const PIECE_SECONDS = 120;
/** A word on the edge of one piece is whole in the next. */
const OVERLAP_SECONDS = 2;

const PIECES = { bytes: PIECE_SECONDS * BYTES_PER_SECOND, overlap: OVERLAP_SECONDS * BYTES_PER_SECOND };

/** The most that one GET fetches, and so the most that is fetched again if a connection breaks. */
const READ_BYTES = 16_000_000;

/**
 * Takes samples from ffmpeg and stores them, while the VAD examines them piece by piece.
 * @param hearsLanguage whether the first piece's language is of interest.
 */
export const makeRecorder = (
  engine: Engine,
  store: (body: Readable) => Promise<void>,
  hearsLanguage = false,
) => {
  const looks: Promise<Span[]>[] = [];
  let beginning: Promise<EarlyPlace | undefined> = Promise.resolve(undefined);
  const look = async (piece: Buffer): Promise<void> => {
    const looking = engine.findSpeech(piece, LIKELY);
    // Whoever awaits the speech learns about a failure.
    looking.catch(() => {});
    if (looks.length === 0 && hearsLanguage && piece.length === PIECES.bytes)
      beginning = looking.then((speech) => hearEarly(piece, speech, engine));
    beginning.catch(() => {});
    looks.push(looking);
    // The decoder is faster and would fill the memory, so it waits for an earlier piece.
    await looks.at(-1 - engine.workers);
  };
  const record: Sink = (samples) => store(Readable.from(tapped(samples, PIECES, look)));
  return {
    record,
    /** The first place in which a language was looked for. */
    early: () => beginning,
    speech: async () => joinPieces(await Promise.all(looks), PIECE_SECONDS - OVERLAP_SECONDS),
    /** Call it after a failure, too: no detector may run on after its step. */
    settled: () => Promise.allSettled([...looks, beginning.then((early) => early?.found)]),
  };
};

/** Passes the bytes on, and shows them to `look` in pieces of `bytes`, each with the end of the previous one. */
async function* tapped(
  chunks: AsyncIterable<Buffer>,
  { bytes, overlap }: { bytes: number; overlap: number },
  look: (piece: Buffer) => Promise<void>,
): AsyncGenerator<Buffer> {
  let piece = Buffer.allocUnsafeSlow(bytes);
  let [filled, known] = [0, 0];
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; ) {
      const copied = chunk.copy(piece, filled, at);
      // From the copy, so that the chunk can be freed.
      yield piece.subarray(filled, filled + copied);
      at += copied;
      filled += copied;
      if (filled < bytes) continue;
      await look(piece);
      const whole = piece;
      piece = Buffer.allocUnsafeSlow(bytes);
      filled = whole.copy(piece, 0, bytes - overlap);
      known = filled;
    }
  if (filled > known) await look(piece.subarray(0, filled));
}

/**
 * Reads parts of a stored soundtrack and joins their samples.
 * @throws {WorkExpired} if there is no such soundtrack.
 */
export const readParts = async (videos: Bucket, run: string, key: string, parts: Span[]): Promise<Buffer> => {
  const ranges = parts.map(({ start, end }) => ({ from: byteAt(start), to: byteAt(end) }));
  const sound = Buffer.allocUnsafeSlow(ranges.reduce((sum, { from, to }) => sum + to - from, 0));
  let filled = 0;
  for (const { from, to } of ranges)
    for (let at = from; at < to; at += READ_BYTES) {
      const piece = sound.subarray(filled, filled + Math.min(READ_BYTES, to - at));
      const count = await videos.readInto(keys.soundtrack(run, key), at, piece);
      if (count === undefined) throw new WorkExpired(key);
      filled += count;
    }
  return sound.subarray(0, filled);
};
