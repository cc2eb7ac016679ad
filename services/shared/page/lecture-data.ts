// Packs the words of a lecture: 900,000 words with their times take 10 MB instead of 80. For Node.js and browsers.
//   text    the words, with a space between two
//   times   for each word: milliseconds since the start of the one before, its length, how sure the engine was (0 to 63)

import type { OtherLanguage, Span, Transcript, Word } from '../contracts/transcript.ts';
import { asHeard, wordsOfTranscript } from '../corrections/apply.ts';

export type LectureData = {
  name: string;
  text: string;
  times: string;
  gaps: Span[];
  /** Loud sound in which speech may have been missed. */
  unsure?: Span[];
  /** Places where another language was heard. */
  otherLanguages?: OtherLanguage[];
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
/** The value of a character, by its code. */
const VALUES: number[] = [];
for (const [value, character] of [...ALPHABET].entries()) VALUES[character.charCodeAt(0)] = value;
/** Bits of a number per character; the sixth bit says that another character follows. */
const BITS = 5;
const MORE = 1 << BITS;
const SUREST = 63;

/** Replaces a space within a word. */
const HARD_SPACE = '\u00a0';

/** Packs the engine's own words; the page applies corrections, which are separate, when it shows them. */
export const packLecture = (name: string, transcript: Transcript): LectureData => ({
  name,
  ...packWords(wordsOfTranscript(asHeard(transcript))),
  gaps: transcript.coverage.gaps,
  ...(transcript.unsure?.length && { unsure: transcript.unsure }),
  ...(transcript.otherLanguages?.length && { otherLanguages: transcript.otherLanguages }),
});

export const packWords = (all: Word[]): Pick<LectureData, 'text' | 'times'> => {
  const words = all.filter(({ text }) => text.trim() !== '');
  return {
    text: words.map(({ text }) => text.trim().replaceAll(/\s+/g, HARD_SPACE)).join(' '),
    times: packTimes(words),
  };
};

/** Times never go back: a start before an earlier one, which only foreign files have, is moved up to it. */
const packTimes = (words: Word[]): string => {
  const packed: string[] = [];
  let latest = 0;
  for (const { start, end, probability } of words) {
    const begin = Math.max(latest, Math.round(start * 1_000));
    packed.push(digits(begin - latest), digits(Math.max(0, Math.round(end * 1_000) - begin)));
    packed.push(ALPHABET[Math.round(probability * SUREST)] ?? 'A');
    latest = begin;
  }
  return packed.join('');
};

const digits = (value: number): string => {
  let packed = '';
  let rest = value;
  for (; rest >= MORE; rest = Math.floor(rest / MORE)) packed += ALPHABET[(rest % MORE) + MORE];
  return packed + ALPHABET[rest];
};

/** Reads the packed numbers one by one. */
const makeReader = (times: string) => {
  let place = 0;
  const digit = (): number => VALUES[times.charCodeAt(place++)] ?? 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= MORE) {
      const next = digit();
      value += (next % MORE) * scale;
      if (next < MORE) return value;
    }
  };
  return { digit, number };
};

/** Unpacks the words, with times in whole milliseconds and probabilities in 63rds. */
export const unpackWords = ({ text, times }: Pick<LectureData, 'text' | 'times'>): Word[] => {
  if (text === '') return [];
  const { digit, number } = makeReader(times);
  let start = 0;
  return text.split(' ').map((word) => {
    start += number();
    const end = start + number();
    return {
      text: word.replaceAll(HARD_SPACE, ' '),
      start: start / 1_000,
      end: end / 1_000,
      probability: digit() / SUREST,
    };
  });
};

/** Unpacks the starts of the words up to `last`, since a search shows only a few places of a lecture. */
export const unpackStarts = ({ times }: Pick<LectureData, 'times'>, last: number): number[] => {
  const { digit, number } = makeReader(times);
  const starts: number[] = [];
  for (let start = 0; starts.length <= last; ) {
    start += number();
    starts.push(start / 1_000);
    number();
    digit();
  }
  return starts;
};
