// Joins neighbouring stretches: where both heard the same seconds, each word is taken from one of them. The seam is before
// a word that both heard at the same time, or, if there is none, where the times between words fit. The text alone never
// decides, because a speaker may say the same thing twice.

import { joinWords } from '../../shared/captions/script.ts';
import { middleOf, overlaps } from '../../shared/contracts/spans.ts';
import type { Heard } from '../../shared/contracts/steps.ts';
import type { Segment, Span, Word } from '../../shared/contracts/transcript.ts';
import { foldWord } from '../../shared/corrections/fold.ts';

/** The times of a word in two hearings differ by less than this. */
const LARGEST_SHIFT_SECONDS = 0.4;

/** How many seconds between two boundaries a second of shift counts as: smaller shifts are likelier. */
const SHIFT_WEIGHT = 0.2;

/** The same for a second away from the middle of the overlap: at its edges words are cut off. */
const AWAY_WEIGHT = 0.1;

/** The first stretch is believed until `until`, the second from `from` on; both are the same place in the speech. */
type Seam = { until: number; from: number };

/** @param stretches sorted by their starts. */
export const joinStretches = (stretches: Heard[]): Segment[] => {
  const seams = stretches.slice(1).map((stretch, index) => seamOf(stretches[index] ?? stretch, stretch));
  return stretches.flatMap(({ segments }, index) =>
    trim(segments, {
      start: seams[index - 1]?.from ?? 0,
      end: seams[index]?.until ?? Number.POSITIVE_INFINITY,
    }),
  );
};

/** Undefined if they do not overlap, or heard nothing in common. */
const seamOf = (first: Heard, second: Heard): Seam | undefined => {
  if (!overlaps(first, second)) return undefined;
  if (endOf(first) <= startOf(second)) return undefined;
  const both = { start: second.start, end: first.end };
  // If one of them has no words, the other's are taken.
  const centre = clamp(middleOf(both), startOf(second), endOf(first));
  const [ours, theirs] = [boundariesIn(both, first), boundariesIn(both, second)];
  const shift = shiftBetween(ours, theirs);
  const seams = ours.flatMap((until) => {
    const from = nearest(theirs, until + shift);
    return from === undefined ? [] : [{ until, from }];
  });
  const off = ({ until, from }: Seam) => Math.abs(until + shift - from);
  const cost = (seam: Seam) => off(seam) + AWAY_WEIGHT * Math.abs(seam.until - centre);
  const bestOf = (some: Seam[]) =>
    lowest(
      some.filter((seam) => off(seam) <= LARGEST_SHIFT_SECONDS),
      cost,
    );
  return bestOf(beforeSameWords(both, first, second)) ?? bestOf(seams) ?? { until: centre, from: centre };
};

const endOf = ({ segments, start }: Heard): number => segments.at(-1)?.words.at(-1)?.end ?? start;
const startOf = ({ segments, end }: Heard): number => segments[0]?.words[0]?.start ?? end;

/** How much later the second hearing is: the shift with which the boundaries of both fit best. */
const shiftBetween = (ours: number[], theirs: number[]): number => {
  const shifts = ours.flatMap((our) => theirs.map((their) => their - our));
  const cost = (shift: number) => {
    const off = ours.map((our) => Math.abs((nearest(theirs, our + shift) ?? 0) - our - shift));
    return off.reduce((sum, one) => sum + one, 0) / ours.length + SHIFT_WEIGHT * Math.abs(shift);
  };
  return (
    lowest(
      shifts.filter((shift) => Math.abs(shift) <= LARGEST_SHIFT_SECONDS),
      cost,
    ) ?? 0
  );
};

const beforeSameWords = (both: Span, first: Heard, second: Heard): Seam[] => {
  const [ours, theirs] = [wordsIn(both, first), wordsIn(both, second)];
  return ours.flatMap((our) =>
    theirs
      .filter(({ text }) => foldWord(text) === foldWord(our.text))
      .map(({ start }) => ({ until: our.start, from: start })),
  );
};

const wordsIn = (both: Span, { segments }: Heard): Word[] =>
  segments.flatMap(({ words }) => words).filter((word) => overlaps(word, both));

/** The middle of the gap between every two words. */
const boundariesIn = (both: Span, { segments }: Heard): number[] => {
  const words = segments.flatMap((segment) => segment.words);
  return words
    .slice(1)
    .map(({ start }, index) => (start + (words[index]?.end ?? start)) / 2)
    .filter((at) => at > both.start && at < both.end);
};

const clamp = (at: number, least: number, most: number): number => Math.min(Math.max(at, least), most);

const lowest = <T>(list: T[], cost: (one: T) => number): T | undefined =>
  list.reduce<{ one: T; cost: number } | undefined>((best, one) => {
    const its = cost(one);
    return best && best.cost <= its ? best : { one, cost: its };
  }, undefined)?.one;

const nearest = (times: number[], at: number): number | undefined =>
  lowest(times, (time) => Math.abs(time - at));

const trim = (segments: Segment[], { start, end }: Span): Segment[] =>
  segments.flatMap((segment) => {
    const words = segment.words.filter((word) => middleOf(word) >= start && middleOf(word) < end);
    return words.length === segment.words.length ? [segment] : fromWords(words);
  });

/** No segment for no words. */
export const fromWords = (words: Word[]): Segment[] => {
  const [first, last] = [words[0], words.at(-1)];
  if (!first || !last) return [];
  const text = joinWords(words.map(({ text }) => text));
  return [{ start: first.start, end: Math.max(first.start, last.end), text, words }];
};
