// A video's soundtrack as one object of raw samples in S3: written once, while it is decoded, and read by the stretch.
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { Bucket } from '../shared/aws/bucket.ts';
import type { Span } from '../shared/contracts/transcript.ts';
import { BYTES_PER_SECOND, byteAt, wavHeader } from '../shared/media/pcm.ts';
import type { Sink } from '../shared/system/process.ts';
import type { Engine } from './engine/engine.ts';
import { joinPieces, LIKELY } from './engine/vad.ts';

/** Short enough that every core has some of a lecture, long enough that the detector's start does not matter. */
const PIECE_SECONDS = 120;
/** A word on the edge of a piece is whole in the next. */
const OVERLAP_SECONDS = 2;

const PIECES = { bytes: PIECE_SECONDS * BYTES_PER_SECOND, overlap: OVERLAP_SECONDS * BYTES_PER_SECOND };

/** What one GET brings at most, and so what is in memory. */
const READ_BYTES = 16_000_000;

/** The pieces that a recorder has on the disk at once: one for each worker, and one that waits. */
export const recorderBytes = (workers: number): number => (workers + 1) * PIECES.bytes;

/** Takes samples as ffmpeg gives them: stores them, and has the VAD look at them meanwhile, piece by piece. */
export const makeRecorder = (engine: Engine, store: (body: Readable) => Promise<void>, folder: string) => {
  const looks: Promise<Span[]>[] = [];
  const look = async (piece: Buffer): Promise<void> => {
    const path = join(folder, `piece-${looks.length}.wav`);
    const looking = writeFile(path, Buffer.concat([wavHeader(piece.length), piece]))
      .then(() => engine.findSpeech(path, LIKELY))
      .finally(() => rm(path, { force: true }));
    // Whoever asks for the speech hears of a failure.
    looking.catch(() => {});
    looks.push(looking);
    // The decoder is faster and would fill the disk: it waits for the piece that is so many before.
    await looks.at(-1 - engine.workers);
  };
  const record: Sink = (samples) => store(Readable.from(tapped(samples, PIECES, look)));
  return {
    record,
    speech: async () => joinPieces(await Promise.all(looks), PIECE_SECONDS - OVERLAP_SECONDS),
    /** Also after a failure: no detector may outlive its step. */
    settled: () => Promise.allSettled(looks),
  };
};

/** Hands the chunks on as they are, and shows them to `look` in pieces of `bytes`, each with the end of the one before. */
async function* tapped(
  chunks: AsyncIterable<Buffer>,
  { bytes, overlap }: { bytes: number; overlap: number },
  look: (piece: Buffer) => Promise<void>,
): AsyncGenerator<Buffer> {
  let piece: Buffer[] = [];
  let missing = bytes;
  let fresh = 0;
  for await (const chunk of chunks) {
    yield chunk;
    let rest = chunk;
    while (rest.length >= missing) {
      const whole = Buffer.concat([...piece, rest.subarray(0, missing)]);
      await look(whole);
      rest = rest.subarray(missing);
      piece = [whole.subarray(bytes - overlap)];
      missing = bytes - overlap;
      fresh = 0;
    }
    piece.push(rest);
    missing -= rest.length;
    fresh += rest.length;
  }
  if (fresh > 0) await look(Buffer.concat(piece));
}

/**
 * Saves parts of a stored soundtrack, one after the other, as a WAV file.
 * @returns false where there is no such soundtrack.
 */
export const saveParts = async (
  videos: Bucket,
  key: string,
  parts: Span[],
  path: string,
): Promise<boolean> => {
  const ranges = parts.map(({ start, end }) => ({ from: byteAt(start), to: byteAt(end) }));
  await using file = await open(path, 'w');
  await file.write(wavHeader(ranges.reduce((sum, { from, to }) => sum + to - from, 0)));
  for (const { from, to } of ranges) {
    for (let at = from; at < to; at += READ_BYTES) {
      const samples = await videos.readRange(key, at, Math.min(at + READ_BYTES, to));
      if (!samples) return false;
      await file.write(samples);
    }
  }
  return true;
};
