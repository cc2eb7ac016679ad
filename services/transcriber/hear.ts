// The words of one stretch of a soundtrack: heard, looked through for loops and gaps, and where need be heard again.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Heard } from '../shared/contracts.ts';
import { isNamed } from '../shared/errors.ts';
import type { EngineSettings, Segment, Span, Word } from '../shared/transcript-contract.ts';
import { findGaps } from './coverage.ts';
import { type Clock, isTimeForRetry, isTimeForSecondHearing, secondsLeft } from './deadline.ts';
import type { Attempt, Engine } from './engine.ts';
import { isPlausible } from './plausible.ts';
import { dropLoops } from './repetition.ts';
import { fromWords } from './seams.ts';
import { QUALITIES } from './settings.ts';
import { lengthOf, overlaps, total, widen, within } from './spans.ts';
import { moveToSoundtrack } from './timeline.ts';
import { SURE } from './vad.ts';

/** What is heard again, beyond a gap: the VAD's edges are rough, and so are words' times. */
const MARGIN_SECONDS = 0.5;

export type HearDeps = {
  engine: Pick<Engine, 'transcribe' | 'findSpeech' | 'rate'>;
  /** Saves parts of the soundtrack, one after the other, as a WAV file. */
  save: (parts: Span[], path: string) => Promise<void>;
  folder: string;
  clock?: Clock | undefined;
};

export type HearTask = { stretch: Span; kept: Span[]; speech: Span[]; settings: EngineSettings };

/** @throws {EngineFailed} where whisper-cli fails twice. */
export const makeHear = ({ engine, save, folder, clock }: HearDeps) => {
  let files = 0;

  return async ({ stretch, kept, speech, settings }: HearTask): Promise<Heard> => {
    const parts = within(stretch, kept);
    let segments = parts.length > 0 ? await saved(parts, (wav) => listen(wav, parts, settings)) : [];
    const words = segments.flatMap((segment) => segment.words);
    for (const gap of findGaps(within(stretch, speech), words))
      segments = insert(segments, await hearGap(gap, kept, settings));
    return { ...stretch, segments };
  };

  async function saved<T>(parts: Span[], use: (wav: string) => Promise<T>): Promise<T> {
    files += 1;
    // The times are for whoever reads of a crash.
    const path = join(folder, `${files}_${parts[0]?.start}-${parts.at(-1)?.end}.wav`);
    try {
      await save(parts, path);
      return await use(path);
    } finally {
      await rm(path, { force: true });
    }
  }

  /** What was in a loop is then a gap. */
  async function listen(
    wav: string,
    parts: Span[],
    settings: EngineSettings,
    attempt: () => Attempt = () => ({}),
  ): Promise<Segment[]> {
    // Once more after a failure: a worker that hung or was killed may have been unlucky.
    const heard = await engine.transcribe(wav, settings, attempt()).catch((error) => {
      const isTime = isTimeForRetry(total(parts), engine.rate(settings), clock);
      if (isNamed(error, 'EngineFailed') && isTime) return engine.transcribe(wav, settings, attempt());
      throw error;
    });
    const move = <T extends Span>(span: T): T => moveToSoundtrack(parts, span);
    return withoutLoops(heard.map((segment) => ({ ...move(segment), words: segment.words.map(move) })));
  }

  /** With more care, and only where somebody surely speaks: in silence Whisper invents. */
  async function hearGap(gap: Span, kept: Span[], settings: EngineSettings): Promise<Word[]> {
    const parts = within(widen(gap, MARGIN_SECONDS), kept);
    if (!isTimeForSecondHearing(total(parts), engine.rate(settings), clock)) return [];
    const careful = { ...settings, ...QUALITIES.best };
    const attempt = () => ({ isAgain: true, timeoutMs: clock && Math.max(1, secondsLeft(clock) * 1_000) });
    const hearing = saved(parts, async (wav) => {
      const sure = total(await engine.findSpeech(wav, SURE));
      return sure < lengthOf(gap) / 2 ? [] : listen(wav, parts, careful, attempt);
    });
    // One that fails, or takes longer than there is time, leaves the gap what it is, and the first hearing whole.
    const heard = await hearing.catch((error) => {
      if (isNamed(error, 'EngineFailed')) return [];
      throw error;
    });
    const words = heard.flatMap((segment) => segment.words).filter((word) => overlaps(word, gap));
    return isPlausible(words, lengthOf(gap)) ? words : [];
  }
};

const withoutLoops = (segments: Segment[]): Segment[] => {
  const { words, found } = dropLoops(segments.flatMap((segment) => segment.words));
  if (!found) return segments;
  const left = new Set<Word>(words);
  return segments.flatMap((segment) => {
    const some = segment.words.filter((word) => left.has(word));
    return some.length === segment.words.length ? [segment] : fromWords(some);
  });
};

/** The words as a segment of their own, in its place; one that they lie inside of becomes two. */
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
