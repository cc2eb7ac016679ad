// Decides where to cut a soundtrack: in pauses, so that no word is cut. Numbers in, numbers out.

import { inMilliseconds, lengthOf, outside, total } from '../../shared/contracts/spans.ts';
import type { Span } from '../../shared/contracts/transcript.ts';
import { toKept, toSoundtrack } from './timeline.ts';

/** Longer pauses are no better than one of this length. */
const LONG_PAUSE_SECONDS = 1;

/** If the pause is shorter, or there is none, both sides hear the seam: the VAD's times are not that exact. */
const SAFE_PAUSE_SECONDS = 0.3;

/** How much both sides hear on either side of such a seam; `seams.ts` chooses the words. */
const OVERLAP_SECONDS = 2;

/** How far a cut may move from its ideal place: a share of a piece's length, but no more than this many seconds. */
const REACH_SHARE = 0.25;
const REACH_SECONDS = 20;

/** How much longer than requested a chunk may be before it is split in two. */
const SLACK_SHARE = 0.25;

/**
 * Cuts the kept parts of `whole` into `pieces` of about equal length, which overlap at an unsafe seam.
 * @param kept the parts of the soundtrack to transcribe.
 * @param speech sorted by time, without overlaps.
 */
export const cutInPauses = (whole: Span, pieces: number, kept: Span[], speech: Span[]): Span[] => {
  const seconds = total(kept);
  const length = seconds / pieces;
  const reach = Math.min(REACH_SECONDS, REACH_SHARE * length);
  const pauses = outside({ start: 0, end: seconds }, toKept(kept, speech));
  const cuts = Array.from({ length: pieces - 1 }, (_, index) => bestCut(length * (index + 1), reach, pauses));
  return Array.from({ length: pieces }, (_, index) => {
    const [from, to] = [cuts[index - 1], cuts[index]];
    return inMilliseconds({
      start: from ? Math.max(toSoundtrack(kept, from.at - from.overlap), whole.start) : whole.start,
      end: to ? Math.min(toSoundtrack(kept, to.at + to.overlap), whole.end) : whole.end,
    });
  });
};

/** Plans chunks of about `chunkSeconds` of kept time; none if nobody speaks. */
export const planChunks = (duration: number, kept: Span[], speech: Span[], chunkSeconds: number): Span[] => {
  if (speech.length === 0) return [];
  const pieces = Math.max(1, Math.ceil(total(kept) / chunkSeconds - SLACK_SHARE));
  return cutInPauses({ start: 0, end: duration }, pieces, kept, speech);
};

type Cut = { at: number; overlap: number };

/** Finds the best pause within reach of the ideal place, or returns that place itself. */
const bestCut = (ideal: number, reach: number, pauses: Span[]): Cut => {
  let best = { at: ideal, overlap: OVERLAP_SECONDS, score: Number.NEGATIVE_INFINITY };
  for (const pause of pauses) {
    const length = Math.min(lengthOf(pause), LONG_PAUSE_SECONDS);
    const at = Math.min(Math.max(ideal, pause.start + length / 2), pause.end - length / 2);
    const score = length / LONG_PAUSE_SECONDS - Math.abs(at - ideal) / reach;
    if (Math.abs(at - ideal) > reach || score <= best.score) continue;
    best = { at, overlap: length < SAFE_PAUSE_SECONDS ? OVERLAP_SECONDS : 0, score };
  }
  return best;
};
