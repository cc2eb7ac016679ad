// Times of captions: 3723.045 s is 01:02:03,045 in SRT and 01:02:03.045 in VTT. Also times for messages.
import type { Span } from '../contracts/transcript.ts';

/** More would be too many for a message. */
const LISTED_SPANS = 5;

export const timestamp = (seconds: number, mark: ',' | '.'): string => {
  // Rounds the whole first: rounding the milliseconds alone would turn 0.9996 s into 00:00:00,1000.
  const total = Math.round(seconds * 1_000);
  const parts = [total / 3_600_000, (total / 60_000) % 60, (total / 1_000) % 60].map((part) =>
    digits(part, 2),
  );
  return `${parts.join(':')}${mark}${digits(total % 1_000, 3)}`;
};

const digits = (value: number, count: number): string => String(Math.floor(value)).padStart(count, '0');

/** 754.2 s is 00:12:34. */
export const timeOf = (seconds: number): string => timestamp(seconds, '.').slice(0, -4);

/** `00:12:34 to 00:12:41, 00:20:01 to 00:20:03`: the first five, and `more` with the number of the rest. */
export const listSpans = (spans: Span[], more = 'more'): string => {
  const listed = spans.slice(0, LISTED_SPANS).map(({ start, end }) => `${timeOf(start)} to ${timeOf(end)}`);
  const left = spans.length - listed.length;
  return [...listed, ...(left > 0 ? [`${left} ${more}`] : [])].join(', ');
};
