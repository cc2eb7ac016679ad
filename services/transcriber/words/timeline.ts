// Kept time: a soundtrack without its long pauses. Only this is given to Whisper, which would invent text in the
// pauses, and take time for them. Numbers only; `soundtrack.ts` handles the samples.

import {
  lengthOf,
  middleOf,
  overlaps,
  toMilliseconds,
  total,
  union,
  widen,
  within,
} from '../../shared/contracts/spans.ts';
import type { Span } from '../../shared/contracts/transcript.ts';

/**
 * How much is kept before and after speech. The two together are longer than the 2 s at which the engine always ends a
 * window (native/sound/windows.cpp), so no window contains both sides of a pause that was cut out.
 */
const KEPT_MARGIN_SECONDS = 1.1;

/** A pause that is at most this much longer than its two margins is kept whole: a cut would cost more than it saves. */
const BRIDGED_SECONDS = 1;

/** The detector trims soft beginnings and ends, so words this far from speech may be real. */
const MARGIN_SECONDS = 0.5;

/** The parts of a soundtrack that are worth transcribing. */
export const keptSpans = (speech: Span[], duration: number): Span[] =>
  within(
    { start: 0, end: duration },
    union(
      speech.map((stretch) => widen(stretch, KEPT_MARGIN_SECONDS)),
      BRIDGED_SECONDS,
    ),
  );

/** Converts seconds of kept time to seconds of the soundtrack. */
export const toSoundtrack = (kept: Span[], at: number): number => {
  let before = 0;
  for (const span of kept) {
    if (at <= before + lengthOf(span)) return span.start + at - before;
    before += lengthOf(span);
  }
  return kept.at(-1)?.end ?? at;
};

/** Converts stretches of the soundtrack to kept time; parts that are not kept vanish. */
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

/** Moves words from kept time to the soundtrack; a word that would span a removed pause stays on one side of it. */
export const moveToSoundtrack = <T extends Span>(kept: Span[], heard: T): T => {
  const middle = toSoundtrack(kept, Math.min(middleOf(heard), total(kept)));
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
