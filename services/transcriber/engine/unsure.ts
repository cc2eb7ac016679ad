// Finds loud sound in which the voice activity detector may have missed speech, usually under music: it hears something
// below its threshold, or the music behind the speech that it did find goes on just as loud without any.
import { inMilliseconds, lengthOf, outside, total, union, within } from '../../shared/contracts/spans.ts';
import type { Span } from '../../shared/contracts/transcript.ts';
import { samplesOf } from '../../shared/media/pcm.ts';
import { type Levels, levelsOf } from '../words/levels.ts';
import type { Engine } from './engine.ts';
import { DOUBTFUL } from './vad.ts';

/** How much is read and examined at once. */
const PIECE_SECONDS = 120;
/** Longer than a speaker's pauses, and than the parts of a word that the detector misses. */
const SHORTEST_STRETCH_SECONDS = 1.5;
/** In less sound than this, nobody would look for words. */
const LEAST_SECONDS = 5;
/** -45 dB of full scale: softer than any speaker, louder than most rooms. */
const LOUD = 0.0056 * 32_768;
/**
 * The share of loud sound without speech that the detector hears as speech at 0.15. With music 0, 4 or 8 dB louder than
 * the voice, Silero heard 95 to 100, 44 to 99 and 13 to 20 %; of music alone at most 4 %, of noise nothing.
 */
const LEAST_SHARE = 0.1;
/** The share of speech in a piece. Less may be music that the detector took for speech (4 % of a chord). */
const LEAST_SPEECH_SHARE = 0.1;
/** 3 dB: softer than this, compared to the speech, is a pause in a noisy room. */
const AS_LOUD = 0.7;
/**
 * 4 dB. For music 8 and 13 dB louder than a voice it was at most 1.5 dB; for music after a clean lecture, at least 9
 * dB.
 */
const SAME_FLOOR = 0.63;
const LONGEST_BREAK_SECONDS = 5;

export type UnsureDeps = {
  engine: Pick<Engine, 'findSpeech'>;
  /** Reads parts of the soundtrack and joins their samples. */
  read: (parts: Span[]) => Promise<Buffer>;
};

/** Runs the detector a second time, but only where there is loud sound without speech. @param speech sorted by time. */
export const findUnsure = async (
  speech: Span[],
  duration: number,
  { engine, read }: UnsureDeps,
): Promise<Span[]> => {
  const found: Span[] = [];
  /** The levels of the last speech that was examined. */
  let spoken: Levels | undefined;
  for (let start = 0; start < duration; start += PIECE_SECONDS) {
    const piece = { start, end: Math.min(start + PIECE_SECONDS, duration) };
    found.push(...(await lookAt(piece)));
  }
  const unsure = union(found, LONGEST_BREAK_SECONDS);
  return total(unsure) < LEAST_SECONDS ? [] : unsure.map(inMilliseconds);

  async function lookAt(piece: Span): Promise<Span[]> {
    const silent = outside(piece, speech).filter((span) => lengthOf(span) >= SHORTEST_STRETCH_SECONDS);
    if (total(silent) < LEAST_SECONDS) return [];
    return look(await read([piece]), piece, silent);
  }

  async function look(sound: Buffer, piece: Span, silent: Span[]): Promise<Span[]> {
    const samples = samplesOf(sound);
    const levels = (spans: Span[]): Levels =>
      levelsOf(
        samples,
        spans.map(({ start, end }) => ({ start: start - piece.start, end: end - piece.start })),
      );
    const here = within(piece, speech);
    if (total(here) >= LEAST_SPEECH_SHARE * lengthOf(piece)) spoken = levels(here);
    const least = Math.max(LOUD, AS_LOUD * (spoken?.mean ?? 0));
    const loud = silent.filter((span) => levels([span]).mean >= least);
    if (total(loud) < LEAST_SECONDS) return [];
    const goesOn = loud.filter((span) => isSameBackground(levels([span]), spoken));
    const perhaps = (await engine.findSpeech(sound, DOUBTFUL)).map(({ start, end }) => ({
      start: piece.start + start,
      end: piece.start + end,
    }));
    const missed = loud.flatMap((span) => within(span, perhaps));
    const heard = total(missed) < LEAST_SHARE * total(loud) ? [] : missed;
    return union([...goesOn, ...heard].toSorted((a, b) => a.start - b.start));
  }
};

/** Whether the sound behind the voice goes on, judging by its softest moments. */
const isSameBackground = (without: Levels, spoken: Levels | undefined): boolean =>
  spoken !== undefined && spoken.floor >= SAME_FLOOR * without.floor;
