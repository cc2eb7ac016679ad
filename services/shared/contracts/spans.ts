// Stretches of time: lengths, overlaps, sums and differences. All lists are in rising order of their starts.
import type { Span } from './transcript.ts';

export const lengthOf = ({ start, end }: Span): number => end - start;
export const middleOf = ({ start, end }: Span): number => (start + end) / 2;
export const total = (spans: Span[]): number => spans.reduce((sum, span) => sum + lengthOf(span), 0);
export const overlaps = (a: Span, b: Span): boolean => a.start < b.end && b.start < a.end;

export const widen = ({ start, end }: Span, by: number): Span => ({ start: start - by, end: end + by });

/** The same time without overlaps, joining spans at most `pause` seconds apart. */
export const union = (spans: Span[], pause = 0): Span[] => {
  const merged: Span[] = [];
  for (const { start, end } of spans) {
    const last = merged.at(-1);
    if (last && start <= last.end + pause) last.end = Math.max(last.end, end);
    else merged.push({ start, end });
  }
  return merged;
};

/** The part of `spans` inside `whole`. */
export const within = (whole: Span, spans: Span[]): Span[] =>
  spans
    .filter((span) => overlaps(span, whole))
    .map(({ start, end }) => ({ start: Math.max(start, whole.start), end: Math.min(end, whole.end) }));

/** The part of `whole` outside all `holes`, which do not overlap. */
export const outside = (whole: Span, holes: Span[]): Span[] => {
  const inside = within(whole, holes);
  const starts = [whole.start, ...inside.map(({ end }) => end)];
  const ends = [...inside.map(({ start }) => start), whole.end];
  return starts
    .map((start, index) => ({ start, end: ends[index] ?? start }))
    .filter((span) => lengthOf(span) > 0);
};

export const toMilliseconds = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

export const inMilliseconds = ({ start, end }: Span): Span => ({
  start: toMilliseconds(start),
  end: toMilliseconds(end),
});
