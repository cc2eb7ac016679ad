// Transcribes one stretch of a soundtrack, looks for loops and gaps in the words, and transcribes those places again.
import { isNamed } from '../../shared/contracts/errors.ts';
import {
  lengthOf,
  middleOf,
  overlaps,
  toMilliseconds,
  total,
  union,
  widen,
  within,
} from '../../shared/contracts/spans.ts';
import type { Heard } from '../../shared/contracts/steps.ts';
import type { EngineSettings, Segment, Span, Word } from '../../shared/contracts/transcript.ts';
import { SAMPLE_RATE, samplesOf } from '../../shared/media/pcm.ts';
import { QUALITIES } from '../../shared/models/settings.ts';
import { findGaps } from '../words/coverage.ts';
import { isPlausible, isTooFast } from '../words/plausible.ts';
import { quietCuts } from '../words/quiet.ts';
import { findLoops } from '../words/repetition.ts';
import { fromWords } from '../words/seams.ts';
import { moveToSoundtrack, toSoundtrack } from '../words/timeline.ts';
import { type Clock, isTimeForRetry, isTimeForSecondHearing, secondsLeft } from './deadline.ts';
import { type Attempt, type Engine, WINDOW_SECONDS } from './engine.ts';
import { SURE } from './vad.ts';

/** A gap is heard again with this much sound around it, because the detector's edges and the words' times are rough. */
const MARGIN_SECONDS = 0.5;

/** The end of the word before a loop is known to 0.1 s. A larger margin would swallow a word as short as "I". */
const LOOP_MARGIN_SECONDS = 0.13;

/** How far a gap's words are from the words around it. If two gaps are closer together, there are no words between them. */
const LONGEST_LOOP_PAUSE_SECONDS = 0.9;

/** The length of a piece, where sound is heard in pieces. */
const PIECE_SECONDS = 4;

/** A stretched word is spoken in the last part of its time; this is its length. */
const STRETCHED_SECONDS = 0.5;

export type HearDeps = {
  engine: Pick<Engine, 'transcribe' | 'findSpeech' | 'rate'>;
  /** Reads parts of the soundtrack and joins their samples. */
  read: (parts: Span[]) => Promise<Buffer>;
  clock?: Clock | undefined;
};

export type HearTask = { stretch: Span; kept: Span[]; speech: Span[]; settings: EngineSettings };

/** @throws {EngineFailed} if the engine fails twice. */
export const makeHear = ({ engine, read, clock }: HearDeps) => {
  return async ({ stretch, kept, speech, settings }: HearTask): Promise<Heard> => {
    const parts = within(stretch, kept);
    if (parts.length === 0) return { ...stretch, segments: [] };
    const first = await listen(await read(parts), parts, settings);
    const { words, looped, firsts } = findLoops(wordsOf(first));
    let segments = looped.length > 0 ? only(first, words) : first;
    for (const { isLoop, ...place } of placesToHear(findGaps(within(stretch, speech), words), first, looped))
      segments = replace(segments, place, await hearGap(place, kept, settings, isLoop));
    return { ...stretch, segments: firsts.reduce(insertWhereNothingIs, segments) };
  };

  async function listen(
    sound: Buffer,
    parts: Span[],
    settings: EngineSettings,
    again: () => Attempt = () => ({}),
  ): Promise<Segment[]> {
    const attempt = () => ({ ...again(), place: `${parts[0]?.start}-${parts.at(-1)?.end}` });
    // Try again after a failure: a worker that hung or was killed may have been unlucky.
    const heard = await engine.transcribe(sound, settings, attempt()).catch((error) => {
      const isTime = isTimeForRetry(total(parts), engine.rate(settings), clock);
      if (isNamed(error, 'EngineFailed') && isTime) return engine.transcribe(sound, settings, attempt());
      throw error;
    });
    const move = <T extends Span>(span: T): T => moveToSoundtrack(parts, span);
    return heard.map((segment) => ({ ...move(segment), words: segment.words.map(move) }));
  }

  /** Hears a gap with more care, but only where somebody is surely speaking: in silence Whisper invents text. */
  async function hearGap(
    gap: Span,
    kept: Span[],
    settings: EngineSettings,
    isLoop: boolean,
  ): Promise<Word[]> {
    const wanted = isLoop ? { ...gap, start: gap.start - LOOP_MARGIN_SECONDS } : widen(gap, MARGIN_SECONDS);
    const parts = within(wanted, kept);
    if (!isTimeForSecondHearing(total(parts), engine.rate(settings), clock)) return [];
    const inGap = (words: Word[]) =>
      words.filter((word) => overlaps(isLoop ? word : pointAt(middleOf(word)), gap));
    const isRight = (words: Word[]) => isPlausible(words, Math.min(lengthOf(gap), total(parts)));
    const hearing = async () => {
      const sound = await read(parts);
      const sure = total(await engine.findSpeech(sound, SURE));
      if (sure < Math.min(lengthOf(gap), total(parts)) / 2) return [];
      if (isLoop) return hearInPieces(sound, parts, settings);
      const again = await hearAgain(sound, parts, settings);
      // Where a gap begins in the middle of a word, Whisper may take all of it for silence.
      const isLost = total(parts) >= 2 * PIECE_SECONDS && !isRight(inGap(again));
      const hasLoop = findLoops(again).looped.length > 0;
      return isLost || hasLoop ? hearInPieces(sound, parts, settings) : again;
    };
    // If it fails or takes too long, the gap stays and the first hearing is kept.
    const heard = await hearing().catch((error) => {
      if (isNamed(error, 'EngineFailed')) return [];
      throw error;
    });
    const words = inGap(heard);
    return isRight(words) ? words : [];
  }

  /**
   * Pieces are too short for a loop, so a phrase is written as often as it is said. Measured with tiny.en: for "I will
   * not be late", said six times, it wrote it 12 to 30 times from the whole, and six times from pieces of four seconds.
   */
  async function hearInPieces(sound: Buffer, parts: Span[], settings: EngineSettings): Promise<Word[]> {
    const words: Word[] = [];
    for (const piece of quietPieces(sound, parts)) {
      if (!isTimeForSecondHearing(WINDOW_SECONDS, engine.rate(settings), clock)) break;
      const heard = await hearAgain(await read(piece), piece, settings);
      words.push(...(isTooFast(heard, total(piece)) ? findLoops(heard).words : heard));
    }
    return words;
  }

  async function hearAgain(sound: Buffer, parts: Span[], settings: EngineSettings): Promise<Word[]> {
    const attempt = () => ({ isAgain: true, timeoutMs: clock && Math.max(1, secondsLeft(clock) * 1_000) });
    return wordsOf(await listen(sound, parts, { ...settings, ...QUALITIES.best }, attempt));
  }
};

/**
 * A gap between words is heard again with the sound around it. The gaps that a loop leaves become one, from the last
 * word before the loop to the first after it, without the sound around it, whose words would be written twice.
 */
const placesToHear = (gaps: Span[], heard: Segment[], looped: Word[]): (Span & { isLoop: boolean })[] => {
  const isLoop = (gap: Span) => looped.some((word) => overlaps(word, widen(gap, MARGIN_SECONDS)));
  const loops = new Set(looped);
  const words = wordsOf(heard).filter((word) => !loops.has(word));
  const between = (gap: Span): Span => ({
    start: Math.max(
      gap.start - MARGIN_SECONDS,
      ...words.filter(({ end }) => end <= gap.start).map(({ end }) => end),
    ),
    end: Math.min(
      gap.end + MARGIN_SECONDS,
      ...words.filter(({ start }) => start >= gap.end).map(({ start }) => start),
    ),
  });
  return [
    ...gaps.filter((gap) => !isLoop(gap)).map((gap) => ({ ...gap, isLoop: false })),
    ...union(gaps.filter(isLoop), LONGEST_LOOP_PAUSE_SECONDS).map((gap) => ({
      ...between(gap),
      isLoop: true,
    })),
  ];
};

/** Cuts sound into pieces of a few seconds and says which parts of the soundtrack each piece is. */
const quietPieces = (sound: Buffer, parts: Span[]): Span[][] => {
  const cuts = quietCuts(samplesOf(sound), SAMPLE_RATE, PIECE_SECONDS);
  const edges = [0, ...cuts, total(parts)].map((at) => toMilliseconds(toSoundtrack(parts, at)));
  return edges.slice(1).map((end, index) => within({ start: edges[index] ?? 0, end }, parts));
};

const pointAt = (time: number): Span => ({ start: time, end: time });

const wordsOf = (segments: Segment[]): Word[] => segments.flatMap(({ words }) => words);

/** Keeps only these words in the segments, and drops the segments that are left empty. */
const only = (segments: Segment[], words: Word[]): Segment[] => {
  const left = new Set<Word>(words);
  return segments.flatMap((segment) => {
    const some = segment.words.filter((word) => left.has(word));
    return some.length === segment.words.length ? [segment] : fromWords(some);
  });
};

/** A word that was heard there before was stretched over a lost sentence; the new words contain it. */
const replace = (segments: Segment[], place: Span, words: Word[]): Segment[] => {
  if (words.length === 0) return segments;
  const isThere = ({ start, end }: Word) => start >= place.start && end <= place.end;
  const [left, there] = [
    wordsOf(segments).filter((word) => !isThere(word)),
    wordsOf(segments).filter(isThere),
  ];
  return insert(only(segments, left), [...words, ...there.flatMap((word) => missingFrom(words, word))]);
};

/** A word that was stretched over earlier speech, and was not heard again, goes to the end. */
const missingFrom = (words: Word[], word: Word): Word[] => {
  const beginning = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]/gu, '')
      .slice(0, 3);
  if (words.some(({ text }) => beginning(text) === beginning(word.text))) return [];
  const start = Math.max(words.at(-1)?.end ?? word.start, word.end - STRETCHED_SECONDS);
  return start < word.end ? [{ ...word, start }] : [];
};

const insertWhereNothingIs = (segments: Segment[], words: Word[]): Segment[] => {
  const [inserted] = fromWords(words);
  const isTaken = inserted && wordsOf(segments).some((word) => overlaps(word, inserted));
  return isTaken ? segments : insert(segments, words);
};

/** Inserts the words as a segment of their own; a segment around them is split in two. */
const insert = (segments: Segment[], words: Word[]): Segment[] => {
  const [inserted] = fromWords(words);
  if (!inserted) return segments;
  const split = segments.flatMap((segment) => {
    const before = segment.words.filter(({ start }) => start < inserted.start);
    const after = segment.words.filter(({ start }) => start >= inserted.start);
    const isWhole = before.length === 0 || after.length === 0;
    return isWhole ? [segment] : [...fromWords(before), ...fromWords(after)];
  });
  return [...split, inserted].toSorted((a, b) => firstStart(a) - firstStart(b));
};

/** Whisper's segments begin earlier than their words. */
const firstStart = ({ start, words }: Segment): number => words[0]?.start ?? start;
