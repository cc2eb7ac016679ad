// Generates a course of any length, word by word as it is read, because nobody has 1,000 hours of transcripts.
import type { Transcript, Word } from '../../../services/shared/contracts/transcript.ts';

/** A lecturer's rate: 150 words a minute. */
export const WORDS_PER_HOUR = 9_000;
const HOURS_PER_WEEK = 4;
const VOCABULARY = 40_000;

/** A generator with the same numbers each time (Park and Miller's). */
const makeRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
};

const SYLLABLES = 'ba ce di fo gu la me ni po ru sa te vi xo zu tra ple sti con men'.split(' ');

/** Makes 40,000 distinct words from a few syllables each; common words are short. */
const spell = (rank: number): string => {
  let word = '';
  for (let rest = rank + 1; rest > 0; rest = Math.floor(rest / SYLLABLES.length))
    word += SYLLABLES[rest % SYLLABLES.length];
  return word;
};

const lexicon = Array.from({ length: VOCABULARY }, (_, rank) => spell(rank));

/** Follows Zipf's law: the second word is half as common as the first. */
const drawRank = (random: () => number): number => Math.floor(VOCABULARY ** random()) - 1;

export const lectureNames = (hours: number): string[] =>
  Array.from({ length: hours }, (_, hour) => {
    const week = Math.floor(hour / HOURS_PER_WEEK) + 1;
    return `week${week}/lesson${(hour % HOURS_PER_WEEK) + 1}/lecture`;
  });

/** Generates an hour of words. @param hour counted from 0. */
export const generateTranscript = (name: string, hour: number): Transcript => {
  const random = makeRandom(hour + 1);
  const words: Word[] = Array.from({ length: WORDS_PER_HOUR }, (_, at) => ({
    text: `${lexicon[drawRank(random)]}${at % 12 === 11 ? '.' : ''}`,
    start: at * 0.4,
    end: at * 0.4 + 0.3,
    probability: random() < 0.03 ? random() : 0.9,
  }));
  return {
    source: { key: `${name}.mp4`, etag: String(hour), size: 1 },
    duration: 3_600,
    lostSeconds: 0,
    engine: {
      version: 'none',
      model: { name: 'made up', sha256: '' },
      settings: {
        ...{ beamSize: 1, bestOf: 1, maxContext: 0, language: 'en', translate: false, prompt: '' },
        audioTrack: 'default',
      },
    },
    language: 'en',
    hasSpeech: true,
    coverage: { speechSeconds: 3_600, coveredSeconds: 3_600, ratio: 1, gaps: [] },
    segments: [{ start: 0, end: 3_600, text: '', words }],
  };
};
