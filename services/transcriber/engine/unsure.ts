// Loud sound in which the voice activity detector may have missed speech: music under a voice, most often. Below its
// threshold it hears something there, as it does neither in noise nor in most music.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inMilliseconds, lengthOf, outside, total, union, within } from '../../shared/contracts/spans.ts';
import type { Span } from '../../shared/contracts/transcript.ts';
import { SAMPLE_RATE, samplesOf } from '../../shared/media/pcm.ts';
import { energyOf } from '../words/quiet.ts';
import type { Engine } from './engine.ts';
import { DOUBTFUL } from './vad.ts';

/** What is looked at, and read, at once. */
const PIECE_SECONDS = 120;
/** A pause of a speaker is shorter, and so is what the detector misses of a word. */
const SHORTEST_STRETCH_SECONDS = 1.5;
/** In less nobody would look for words. */
const LEAST_SECONDS = 5;
/** Of full scale, -45 dB: softer than any speaker, louder than most rooms. */
const LOUD = 0.0056 * 32_768;
/**
 * Of what is loud and no speech. Of a voice in music that is 0, 4 or 8 dB louder, Silero heard 95 to 100, 44 to 99 and
 * 13 to 20 % at 0.15; of music alone at most 4 %, and nothing of noise.
 */
const LEAST_SHARE = 0.1;
const LONGEST_BREAK_SECONDS = 5;

export type UnsureDeps = {
  engine: Pick<Engine, 'findSpeech'>;
  save: (parts: Span[], path: string) => Promise<void>;
  folder: string;
};

/** Costs a second look of the detector only where sound without speech is loud. @param speech in rising order. */
export const findUnsure = async (
  speech: Span[],
  duration: number,
  { engine, save, folder }: UnsureDeps,
): Promise<Span[]> => {
  const found: Span[] = [];
  for (let start = 0; start < duration; start += PIECE_SECONDS) {
    const piece = { start, end: Math.min(start + PIECE_SECONDS, duration) };
    found.push(...(await lookAt(piece)));
  }
  const unsure = union(found, LONGEST_BREAK_SECONDS);
  return total(unsure) < LEAST_SECONDS ? [] : unsure.map(inMilliseconds);

  async function lookAt(piece: Span): Promise<Span[]> {
    const silent = outside(piece, speech).filter((span) => lengthOf(span) >= SHORTEST_STRETCH_SECONDS);
    if (total(silent) < LEAST_SECONDS) return [];
    const wav = join(folder, 'unsure.wav');
    await save([piece], wav);
    return look(wav, piece, silent).finally(() => rm(wav, { force: true }));
  }

  async function look(wav: string, piece: Span, silent: Span[]): Promise<Span[]> {
    const samples = samplesOf(await readFile(wav));
    const loud = silent.filter((span) => levelOf(samples, span, piece.start) >= LOUD);
    if (total(loud) < LEAST_SECONDS) return [];
    const perhaps = (await engine.findSpeech(wav, DOUBTFUL)).map(({ start, end }) => ({
      start: piece.start + start,
      end: piece.start + end,
    }));
    const missed = loud.flatMap((span) => within(span, perhaps));
    return total(missed) < LEAST_SHARE * total(loud) ? [] : missed;
  }
};

/** Root mean square. */
const levelOf = (samples: Int16Array, { start, end }: Span, offset: number): number => {
  const some = samples.subarray((start - offset) * SAMPLE_RATE, (end - offset) * SAMPLE_RATE);
  return Math.sqrt(energyOf(some) / Math.max(1, some.length));
};
