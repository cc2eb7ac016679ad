// Finds the language of a soundtrack by listening to several places with a multilingual model, and finds out whether an
// English-only model is hearing English. Which languages a model knows is in `models/languages.ts`.
import { total, within } from '../../shared/contracts/spans.ts';
import type { EngineSettings, OtherLanguage, Span, Word } from '../../shared/contracts/transcript.ts';
import { BYTES_PER_SECOND, byteAt } from '../../shared/media/pcm.ts';
import { QUALITIES } from '../../shared/models/settings.ts';
import { settle } from '../../shared/system/settle.ts';
import { agreementOf } from '../words/agreement.ts';
import { saysForeign, withoutMarks } from '../words/marks.ts';
import { keptSpans, toSoundtrack } from '../words/timeline.ts';
import { type Detection, type Engine, WINDOW_SECONDS } from './engine.ts';
import { SURE } from './vad.ts';

const MOST_PLACES = 7;
/** Half a window is enough to name a language, and costs 0.6 of a whole one. */
const PLACE_SECONDS = WINDOW_SECONDS / 2;
/** With less speech, Whisper often gets the language wrong. */
const SHORTEST_PLACE_SECONDS = 8;
/** A place whose language is less likely than this is not named. */
const LEAST_PROBABILITY = 0.5;

/** A sentence or two. In a shorter sample, comparing two hearings says little. */
const LEAST_SAMPLE_SECONDS = 6;
/** How much later the second hearing of a sample begins, so that it starts with a different word. */
const SHIFT_SECONDS = 2.7;
/** tiny.en heard at least 75 % of the words again in English samples, at most 33 % in others: docs/decisions/doubts.md. */
const LEAST_AGREEMENT = 0.5;
/** Among this many words or more, a mark covers only a part, such as French examples in a lesson held in English. */
const FEWEST_WORDS = 10;

export type Place = Detection & Span;

export type FoundLanguage = {
  language: string;
  otherLanguages?: OtherLanguage[];
  /** If true, an English-only model was used, and the speech is probably not English. */
  languageDoubted?: boolean;
};

export type LanguageDeps = {
  engine: Pick<Engine, 'detectLanguage' | 'transcribe' | 'findSpeech'>;
  /** Reads parts of the soundtrack and joins their samples. */
  read: (parts: Span[]) => Promise<Buffer>;
  early?: EarlyPlace | undefined;
};

/** The first place, heard while the rest of the soundtrack is decoded. */
export type EarlyPlace = { place: Span; found: Promise<Detection> };

/**
 * @param sound the beginning of a soundtrack, with somebody speaking in `speech`.
 * @returns undefined if it may hold less than the first place of `findLanguage`.
 */
export const hearEarly = (
  sound: Buffer,
  speech: Span[],
  engine: Pick<Engine, 'detectLanguage'>,
): EarlyPlace | undefined => {
  const kept = keptSpans(speech, sound.length / BYTES_PER_SECOND);
  if (total(kept) < PLACE_SECONDS) return undefined;
  const place = { start: toSoundtrack(kept, 0), end: toSoundtrack(kept, PLACE_SECONDS) };
  const parts = within(place, kept).map(({ start, end }) => sound.subarray(byteAt(start), byteAt(end)));
  const found = engine.detectLanguage(Buffer.concat(parts));
  // Whoever awaits it learns about a failure.
  found.catch(() => {});
  return { place, found };
};

/** Finds the language of most of the speech. Three places are heard first, the others only if those three disagree. */
export const findLanguage = async (
  kept: Span[],
  { engine, read, early }: LanguageDeps,
): Promise<FoundLanguage> => {
  const places = placesIn(kept);
  const three = new Set([0, Math.floor(places.length / 2), places.length - 1]);
  const first = await detect(places.filter((_, index) => three.has(index)));
  const rest = isUnanimous(first) ? [] : await detect(places.filter((_, index) => !three.has(index)));
  return decide([...first, ...rest].toSorted((a, b) => a.start - b.start));

  function detect(some: Span[]): Promise<Place[]> {
    return settle(some.map(async (place) => ({ ...(await nameOf(place)), ...place })));
  }

  async function nameOf(place: Span): Promise<Detection> {
    const isKnown = early && early.place.start === place.start && early.place.end === place.end;
    return isKnown ? early.found : engine.detectLanguage(await read(within(place, kept)));
  }
};

/** Picks stretches from all over the soundtrack, each with at most PLACE_SECONDS of speech. */
export const placesIn = (kept: Span[]): Span[] => {
  const seconds = total(kept);
  const count = Math.min(MOST_PLACES, Math.max(1, Math.floor(seconds / SHORTEST_PLACE_SECONDS)));
  const each = seconds / count;
  return Array.from({ length: count }, (_, index) => ({
    start: toSoundtrack(kept, index * each),
    end: toSoundtrack(kept, index * each + Math.min(each, PLACE_SECONDS)),
  }));
};

const isUnanimous = (found: Place[]): boolean =>
  new Set(found.map(({ language }) => language)).size === 1 &&
  found.some(({ probability }) => probability >= LEAST_PROBABILITY);

/** Takes the language with the largest sum of probabilities; if two are equal, the one that is spoken first. */
export const decide = (found: Place[]): FoundLanguage => {
  const weights = new Map<string, number>();
  for (const { language, probability } of found)
    weights.set(language, (weights.get(language) ?? 0) + probability);
  const [language = 'en'] = [...weights].toSorted(([, a], [, b]) => b - a).map(([name]) => name);
  const others = found.filter(
    (place) => place.language !== language && place.probability >= LEAST_PROBABILITY,
  );
  const otherLanguages = others.map(({ start, end, language }) => ({ start, end, language }));
  return { language, ...(otherLanguages.length > 0 && { otherLanguages }) };
};

/**
 * Whether an English-only model hears another language: it says so, or hears different words when it begins elsewhere.
 * The words' probabilities do not show it. Costs two windows, in doubt three, and nothing if little is spoken.
 */
export const isEnglishDoubted = async (
  kept: Span[],
  settings: EngineSettings,
  { engine, read }: LanguageDeps,
): Promise<boolean> => {
  const middle = total(kept) / 2;
  const sample = {
    start: toSoundtrack(kept, Math.max(0, middle - WINDOW_SECONDS / 2)),
    end: toSoundtrack(kept, Math.min(total(kept), middle + WINDOW_SECONDS / 2 - 1)),
  };
  const parts = within(sample, kept);
  const later = (seconds: number) => within({ ...sample, start: toSoundtrack(parts, seconds) }, parts);
  if (total(later(SHIFT_SECONDS)) < LEAST_SAMPLE_SECONDS) return false;
  const sound = await read(parts);
  if (total(await engine.findSpeech(sound, SURE)) < total(parts) / 2) return false;
  const first = await hear(sound, QUALITIES.balanced);
  const said = withoutMarks(first);
  if (saysForeign(first) && said.length < FEWEST_WORDS) return true;
  const second = await hear(await read(later(SHIFT_SECONDS)), QUALITIES.fast);
  const again = withoutMarks(second);
  // It is music or noise, unless a mark names a language; speech without words is listed as a gap.
  if (said.length === 0 && again.length === 0) return saysForeign(second);
  if (agreementOf(said, again) >= LEAST_AGREEMENT) return false;
  // One of the two may have lost a sentence next to a pause. If it is English, a third hearing agrees with the other.
  const third = withoutMarks(await hear(await read(later(2 * SHIFT_SECONDS)), QUALITIES.best));
  return [said, again].every((words) => agreementOf(words, third) < LEAST_AGREEMENT);

  /** Uses another number of beams each time: two searches of the same kind make the same mistakes. */
  async function hear(sound: Buffer, quality: (typeof QUALITIES)[keyof typeof QUALITIES]): Promise<Word[]> {
    const attempt = { isAgain: true, keepsMarks: true };
    const segments = await engine.transcribe(sound, { ...settings, ...quality }, attempt);
    return segments.flatMap(({ words }) => words);
  }
};
