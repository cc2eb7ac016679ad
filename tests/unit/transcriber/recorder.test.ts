import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import pLimit from 'p-limit';
import { BYTES_PER_SECOND } from '../../../services/shared/media/pcm.ts';
import type { Engine } from '../../../services/transcriber/engine/engine.ts';
import { makeRecorder } from '../../../services/transcriber/soundtrack.ts';
import { spans } from './examples.ts';
import { fakeEngine } from './fake-engine.ts';

const PIECE_BYTES = 120 * BYTES_PER_SECOND;
const OVERLAP_BYTES = 2 * BYTES_PER_SECOND;

/** Bytes that tell their position. */
const samples = (bytes: number): Buffer => {
  const all = Buffer.alloc(bytes);
  for (let at = 0; at + 4 <= bytes; at += 4) all.writeUInt32LE(at, at);
  return all;
};

/** The index of a piece, from its first bytes. */
const indexOf = (piece: Buffer): number => piece.readUInt32LE(0) / (PIECE_BYTES - OVERLAP_BYTES);

const inChunks = (all: Buffer, bytes: number): Buffer[] =>
  Array.from({ length: Math.ceil(all.length / bytes) }, (_, index) =>
    all.subarray(index * bytes, (index + 1) * bytes),
  );

/** Pieces that include the end of the previous one, with none that contains nothing else. */
const inPieces = (all: Buffer): Buffer[] => {
  const pieces = [all.subarray(0, PIECE_BYTES)];
  const step = PIECE_BYTES - OVERLAP_BYTES;
  for (let at = step; at + OVERLAP_BYTES < all.length; at += step)
    pieces.push(all.subarray(at, at + PIECE_BYTES));
  return pieces;
};

describe('makeRecorder', () => {
  /** Keeps what is stored, and what the detector is shown. */
  const prepare = (fields: Partial<Engine> = {}) => {
    const kept = { stored: Buffer.alloc(0), seen: [] as Buffer[] };
    const engine = fakeEngine({
      findSpeech: async (piece) => {
        kept.seen.push(piece);
        return [];
      },
      ...fields,
    });
    const store = async (body: Readable) => {
      kept.stored = await buffer(body);
    };
    return { kept, recorder: makeRecorder(engine, store) };
  };
  const record = (recorder: ReturnType<typeof makeRecorder>, chunks: Buffer[]) =>
    recorder.record(Readable.from(chunks));

  it.each([
    ['of one byte less than a piece', PIECE_BYTES - 1, 65_536],
    ['of a piece', PIECE_BYTES, 65_536],
    ['of odd bytes', 2 * PIECE_BYTES + 10, 65_537],
    ['of three pieces at once', 3 * PIECE_BYTES + 2, 3 * PIECE_BYTES + 2],
    ['of a piece and a half', 2 * PIECE_BYTES, 1.5 * PIECE_BYTES],
    ['of one sample', 2, 1],
  ])('stores and shows everything that arrives in chunks %s, in order', async (_what, bytes, chunk) => {
    const all = samples(bytes);
    const { kept, recorder } = prepare();

    await record(recorder, inChunks(all, chunk));
    await recorder.speech();

    const pieces = inPieces(all);
    expect(kept.stored.equals(all)).toBe(true);
    expect(kept.seen).toHaveLength(pieces.length);
    for (const [index, piece] of pieces.entries()) expect(kept.seen[index]?.equals(piece)).toBe(true);
  });

  it('returns the speech of the whole', async () => {
    const heard = [[{ start: 1, end: 120 }], [{ start: 0, end: 3 }], [{ start: 2, end: 4 }]];
    const { recorder } = prepare({
      findSpeech: async (piece) => heard[indexOf(piece)] ?? [],
    });

    await record(recorder, [samples(3 * PIECE_BYTES)]);

    expect(await recorder.speech()).toEqual(spans('1-121 238-240'));
  });

  it('runs two detectors at once for two workers, with the same result whichever ends first', async () => {
    const heard = [[{ start: 1, end: 119.9 }], [{ start: 0.5, end: 3.3 }], [{ start: 2.1, end: 4 }]];
    let running = 0;
    let most = 0;
    /** @param lastFirst whether the first piece's detector ends after the last one's. */
    const speechOf = async (workers: number, lastFirst: boolean) => {
      const first = Promise.withResolvers<void>();
      const last = Promise.withResolvers<void>();
      /** The first and the last piece are examined at the same time. */
      const meet = async (piece: number) => {
        if (piece === 0) first.resolve();
        if (piece === 2) await first.promise.then(() => last.resolve());
        if (piece === 0) await last.promise;
      };
      const limit = pLimit(workers);
      const findSpeech = (sound: Buffer) =>
        limit(async () => {
          running += 1;
          most = Math.max(most, running);
          const piece = indexOf(sound);
          if (lastFirst) await meet(piece);
          running -= 1;
          return heard[piece] ?? [];
        });
      const { recorder } = prepare({ workers, findSpeech });
      await record(recorder, [samples(3 * PIECE_BYTES)]);
      return recorder.speech();
    };

    const one = await speechOf(1, false);
    expect(most).toBe(1);
    const two = await speechOf(2, true);

    expect(most).toBe(2);
    expect(two).toEqual(one);
  });

  it('asks for likely speech', async () => {
    const thresholds: number[] = [];
    const findSpeech: Engine['findSpeech'] = async (_piece, threshold) => {
      thresholds.push(threshold);
      return [];
    };

    const { recorder } = prepare({ findSpeech });
    await record(recorder, [samples(100)]);
    await recorder.speech();

    expect(thresholds).toEqual([0.5]);
  });

  it('accepts a soundtrack without samples', async () => {
    const { kept, recorder } = prepare();

    await record(recorder, []);

    expect(await recorder.speech()).toEqual([]);
    expect(kept.stored).toHaveLength(0);
  });
});
