// Where to cut a soundtrack: in pauses, so that no word is cut. Numbers in, numbers out; the cutting is ffmpeg's.
import type { Span } from '../shared/contracts.ts';

/** A pause longer than this is no better than one of this length. */
const LONG_PAUSE_SECONDS = 2;

/** How far from its ideal place a cut may move, as a share of a piece's length, and at most in seconds. */
const REACH_SHARE = 0.25;
const REACH_SECONDS = 60;

/** A cut keeps this much of a pause on either side, where the pause is long enough. */
const MARGIN_SECONDS = 0.5;

/** A chunk may be this much longer than asked for before it becomes two. */
const SLACK_SHARE = 0.25;

/**
 * Cuts `whole` into `pieces` of about equal length that follow each other without a gap.
 * Each cut lies in the best pause within reach; where there is none, at the ideal place.
 * @param speech in rising order, without overlaps.
 */
export const cutInPauses = (whole: Span, pieces: number, speech: Span[]): Span[] => {
  const length = (whole.end - whole.start) / pieces;
  const reach = Math.min(REACH_SECONDS, REACH_SHARE * length);
  const pauses = pausesBetween(whole, speech);
  const ideals = Array.from({ length: pieces - 1 }, (_, index) => whole.start + length * (index + 1));
  const edges = [whole.start, ...ideals.map((ideal) => bestCut(ideal, reach, pauses)), whole.end];
  return edges.slice(1).map((end, index) => ({ start: edges[index] ?? whole.start, end }));
};

/** Chunks of about `chunkSeconds` that cover the whole soundtrack; none where nobody speaks. */
export const planChunks = (duration: number, speech: Span[], chunkSeconds: number): Span[] => {
  if (speech.length === 0) return [];
  const pieces = Math.max(1, Math.ceil(duration / chunkSeconds - SLACK_SHARE));
  return cutInPauses({ start: 0, end: duration }, pieces, speech);
};

/** The stretches of `whole` that hold no speech. */
const pausesBetween = (whole: Span, speech: Span[]): Span[] => {
  const starts = [whole.start, ...speech.map(({ end }) => end)];
  const ends = [...speech.map(({ start }) => start), whole.end];
  return starts
    .map((start, index) => ({
      start: Math.max(start, whole.start),
      end: Math.min(ends[index] ?? start, whole.end),
    }))
    .filter(({ start, end }) => end > start);
};

const bestCut = (ideal: number, reach: number, pauses: Span[]): number => {
  const candidates = pauses
    .map((pause) => {
      const at = nearestInside(pause, ideal);
      const length = Math.min(pause.end - pause.start, LONG_PAUSE_SECONDS);
      return {
        at,
        away: Math.abs(at - ideal),
        score: length / LONG_PAUSE_SECONDS - Math.abs(at - ideal) / reach,
      };
    })
    .filter(({ away }) => away <= reach);
  const best = candidates.reduce(
    (a, b) => (b.score > a.score ? b : a),
    candidates[0] ?? { at: ideal, away: 0, score: 0 },
  );
  return toMilliseconds(best.at);
};

const nearestInside = ({ start, end }: Span, ideal: number): number => {
  const margin = Math.min(MARGIN_SECONDS, (end - start) / 2);
  return Math.min(Math.max(ideal, start + margin), end - margin);
};

export const toMilliseconds = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;
