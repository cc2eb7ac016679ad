// Kept time: a soundtrack without its long pauses, which is what Whisper hears. Where nobody speaks it invents text,
// and pays for it. Numbers only; the samples are `soundtrack.ts`'s.

import {
  lengthOf,
  overlaps,
  toMilliseconds,
  total,
  union,
  widen,
  within,
} from '../../shared/contracts/spans.ts';
import type { Span } from '../../shared/contracts/transcript.ts';

/**
 * What is kept before and after speech. Both together are longer than the 2 s at which the engine always ends a window
 * (native/sound/windows.cpp): no window hears two sides of a pause that was cut out.
 */
const KEPT_MARGIN_SECONDS = 1.1;

/** A pause that is no longer than this beyond its two margins is kept whole: an edit point is worth more than it costs. */
const BRIDGED_SECONDS = 1;

/** The detector trims soft beginnings and ends, so words this far from speech may have been spoken. */
const MARGIN_SECONDS = 0.5;

/** The parts of a soundtrack that are worth hearing. */
export const keptSpans = (speech: Span[], duration: number): Span[] =>
  within(
    { start: 0, end: duration },
    union(
      speech.map((stretch) => widen(stretch, KEPT_MARGIN_SECONDS)),
      BRIDGED_SECONDS,
    ),
  );

/** From seconds of kept time to seconds of the soundtrack. */
export const toSoundtrack = (kept: Span[], at: number): number => {
  let before = 0;
  for (const span of kept) {
    if (at <= before + lengthOf(span)) return span.start + at - before;
    before += lengthOf(span);
  }
  return kept.at(-1)?.end ?? at;
};

/** From stretches of the soundtrack to the same in kept time; what is not kept vanishes. */
export const toKept = (kept: Span[], spans: Span[]): Span[] => {
  let before = 0;
  return kept.flatMap((part) => {
    const inside = within(part, spans).map(({ start, end }) => ({
      start: start - part.start + before,
      end: end - part.start + before,
    }));
    before += lengthOf(part);
    return inside;
  });
};

/** Moves what was heard in kept time to where it was spoken; a word that would span a removed pause stays on one side. */
export const moveToSoundtrack = <T extends Span>(kept: Span[], heard: T): T => {
  const middle = toSoundtrack(kept, Math.min((heard.start + heard.end) / 2, total(kept)));
  const part = kept.find(({ start, end }) => start <= middle && middle <= end) ?? { start: 0, end: middle };
  const clamp = (at: number) => toMilliseconds(Math.min(Math.max(at, part.start), part.end));
  return {
    ...heard,
    start: clamp(toSoundtrack(kept, heard.start)),
    end: clamp(toSoundtrack(kept, heard.end)),
  };
};

export const isNear = (span: Span, speech: Span[]): boolean =>
  speech.some((stretch) => overlaps(stretch, widen(span, MARGIN_SECONDS)));
