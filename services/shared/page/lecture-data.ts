// The words of one lecture, packed: 900,000 words with their times are 10 MB instead of 80. Pure, for Node.js and browsers.
//   text    the words, with a space between two
//   times   for each word: milliseconds since the start of the one before, its length, how sure the engine was (0 to 63)
import type { Span, Transcript, Word } from '../contracts/transcript.ts';

export type LectureData = {
  /** As in the outline. */
  name: string;
  text: string;
  times: string;
  gaps: Span[];
  /** Loud sound in which speech may have been missed. */
  unsure?: Span[];
};

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const VALUES = new Map([...ALPHABET].map((character, value) => [character.charCodeAt(0), value]));
/** Bits of a number in one character; the sixth says that another one follows. */
const BITS = 5;
const MORE = 1 << BITS;
const SUREST = 63;

/** Takes the place of a space within a word. */
const HARD_SPACE = '\u00a0';

export const packLecture = (name: string, transcript: Transcript): LectureData => {
  const words = transcript.segments
    .flatMap((segment) => segment.words)
    .filter(({ text }) => text.trim() !== '');
  return {
    name,
    text: words.map(({ text }) => text.trim().replaceAll(/\s+/g, HARD_SPACE)).join(' '),
    times: packTimes(words),
    gaps: transcript.coverage.gaps,
    ...(transcript.unsure?.length && { unsure: transcript.unsure }),
  };
};

/** Times that go back, which only a foreign file has, are held at the latest start before. */
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

/** The words as they were packed: times in whole milliseconds, probabilities in 63rds. */
export const unpackWords = ({ text, times }: Pick<LectureData, 'text' | 'times'>): Word[] => {
  if (text === '') return [];
  let place = 0;
  let start = 0;
  const digit = (): number => VALUES.get(times.charCodeAt(place++)) ?? 0;
  const number = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= MORE) {
      const next = digit();
      value += (next % MORE) * scale;
      if (next < MORE) return value;
    }
  };
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
