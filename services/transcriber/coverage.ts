// How much of the speech that the VAD heard has words, and where it has none.
import type { Coverage, Span } from '../shared/contracts.ts';
import { toMilliseconds } from './cuts.ts';

/** Whisper's word times are rough: a word counts for this much on either side of it. */
const TOLERANCE_SECONDS = 0.5;

/** Speech without words that is shorter is a breath or the edge of a word. */
const SHORTEST_GAP_SECONDS = 1;

/** Both lists in rising order of their starts. */
export const measureCoverage = (speech: Span[], words: Span[]): Coverage => {
  const heard = union(
    words.map(({ start, end }) => ({ start: start - TOLERANCE_SECONDS, end: end + TOLERANCE_SECONDS })),
  );
  const uncovered = speech.flatMap((stretch) => subtract(stretch, heard));
  const gaps = uncovered.filter((gap) => length(gap) >= SHORTEST_GAP_SECONDS);
  const speechSeconds = total(speech);
  const coveredSeconds = speechSeconds - total(gaps);
  return {
    speechSeconds: toMilliseconds(speechSeconds),
    coveredSeconds: toMilliseconds(coveredSeconds),
    ratio: speechSeconds === 0 ? 1 : Math.round((coveredSeconds / speechSeconds) * 10_000) / 10_000,
    gaps: gaps.map(({ start, end }) => ({ start: toMilliseconds(start), end: toMilliseconds(end) })),
  };
};

export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

const length = ({ start, end }: Span): number => end - start;
const total = (spans: Span[]): number => spans.reduce((sum, span) => sum + length(span), 0);

const union = (spans: Span[]): Span[] => {
  const merged: Span[] = [];
  for (const span of spans) {
    const last = merged.at(-1);
    if (last && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else merged.push({ ...span });
  }
  return merged;
};

/** What of `whole` lies in none of `holes`, which are in rising order and do not overlap. */
const subtract = (whole: Span, holes: Span[]): Span[] => {
  const inside = holes.filter((hole) => overlaps(hole, whole));
  const starts = [whole.start, ...inside.map(({ end }) => end)];
  const ends = [...inside.map(({ start }) => start), whole.end];
  return starts
    .map((start, index) => ({ start, end: ends[index] ?? start }))
    .filter((span) => length(span) > 0);
};
