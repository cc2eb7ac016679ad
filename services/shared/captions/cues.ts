// Groups words into cues, with their times. `srt.ts` and `vtt.ts` format them.
// All ways to group the words are weighed together, so that no cue is filled at the cost of the next.
import type { Span, Word } from '../contracts/transcript.ts';
import { findLineBreak, LINE_COLUMNS, toLines } from './break-lines.ts';
import { COST } from './phrases.ts';
import { type Piece, toPieces } from './pieces.ts';

export type Cue = Span & { lines: string[] };

// The guidelines of broadcasters (BBC, Netflix): 1 to 7 s, 20 characters a second. A single word may get less: LINGER_MS.
const SHORTEST_MS = 1_000;
const LONGEST_MS = 7_000;
const MS_PER_CHARACTER = 1_000 / 20;
/** Two frames at 25 a second, so that a viewer sees one cue end and the next begin. */
const GAP_MS = 80;
/** An empty screen of less than half a second flickers, so the cue stays until the next. */
const FLICKER_MS = 500;
/** How long a cue may stay after its last word. One that stays longer seems to be spoken still. */
const LINGER_MS = 500;

// Costs on the scale of `phrases.ts`, tuned by reading the captions of lectures.
const EVERY_CUE = 20;
const TOO_SHORT = 1_000;
/** Per missing millisecond of reading time: a sentence is split before a cue gets too fast to read. */
const UNREAD_MS = 10;
/** Per millisecond that a word continues after its cue has reached seven seconds. */
const UNSEEN_MS = 0.05;
/** Cues of a word or two flicker; only a whole sentence may be this short. */
const FEW_COLUMNS = 24;
const MISSING_COLUMN = 3;
const MISSING_COLUMN_OF_SENTENCE = 1;

/** @param words in rising order of their starts; their times may be rough. */
export const toCues = (words: Word[]): Cue[] => {
  const pieces = toPieces(words, LINE_COLUMNS);
  let earliest = 0;
  return divide(pieces).map(({ from, to }) => {
    const cue = toCue(pieces, from, to, earliest);
    earliest = cue.end + GAP_MS;
    return { ...cue, start: cue.start / 1_000, end: cue.end / 1_000 };
  });
};

type Group = { from: number; to: number };

/** The cheapest grouping: for each possible last piece of a cue, the best first one. */
const divide = (pieces: Piece[]): Group[] => {
  const costs = [0];
  const firsts: number[] = [];
  for (let to = 0; to < pieces.length; to++) {
    let [best, first] = [Number.POSITIVE_INFINITY, to];
    for (let from = to; from >= 0 && (from === to || mayStandTogether(pieces, from, to)); from--) {
      const cost = (costs[from] ?? 0) + cueCost(pieces, from, to);
      if (cost >= best) continue;
      const withLines = cost + lineCost(pieces, from, to);
      if (withLines < best) [best, first] = [withLines, from];
    }
    costs.push(best);
    firsts.push(first);
  }
  const groups: Group[] = [];
  for (let to = pieces.length - 1; to >= 0; to = (firsts[to] ?? 0) - 1)
    groups.push({ from: firsts[to] ?? 0, to });
  return groups.reverse();
};

/** If false for these pieces, it is also false for more of them. */
const mayStandTogether = (pieces: Piece[], from: number, to: number): boolean => {
  const [first, last] = [pieces[from], pieces[to]];
  if (!first || !last || last.right - first.left > 2 * LINE_COLUMNS + 1) return false;
  // A word that never ends needs only a second.
  return Math.min(last.end, last.start + SHORTEST_MS) - first.start <= LONGEST_MS;
};

const cueCost = (pieces: Piece[], from: number, to: number): number => {
  const [first, last, next] = [pieces[from], pieces[to], pieces[to + 1]];
  if (!first || !last) return Number.POSITIVE_INFINITY;
  const width = last.right - first.left;
  const room = next ? Math.min(LONGEST_MS, next.start - GAP_MS - first.start) : LONGEST_MS;
  const skipped = (pieces[to - 1]?.skipCost ?? 0) - (pieces[from - 1]?.skipCost ?? 0);
  return (
    EVERY_CUE +
    (next ? last.breakCost : 0) +
    (from < to ? skipped : 0) +
    (room < SHORTEST_MS ? TOO_SHORT + SHORTEST_MS - room : 0) +
    UNREAD_MS * Math.max(0, width * MS_PER_CHARACTER - room) +
    UNSEEN_MS * Math.max(0, Math.min(last.end, next?.start ?? last.end) - first.start - LONGEST_MS) +
    (isSentence(pieces, from, to) ? MISSING_COLUMN_OF_SENTENCE : MISSING_COLUMN) *
      Math.max(0, FEW_COLUMNS - width)
  );
};

const isSentence = (pieces: Piece[], from: number, to: number): boolean =>
  pieces[to]?.breakCost === COST.sentence && (pieces[from - 1]?.breakCost ?? 0) === COST.sentence;

const lineCost = (pieces: Piece[], from: number, to: number): number =>
  findLineBreak(pieces, from, to)?.cost ?? Number.POSITIVE_INFINITY;

/** Times in milliseconds. */
const toCue = (pieces: Piece[], from: number, to: number, earliest: number): Cue => {
  const group = pieces.slice(from, to + 1);
  const lines = toLines(pieces, from, to);
  const isLate = earliest > (group[0]?.start ?? 0);
  const start = isLate ? earliest : (group[0]?.start ?? 0);
  const spoken = Math.max(...group.map(({ end }) => end));
  const columns = (group.at(-1)?.right ?? 0) - (group[0]?.left ?? 0);
  const wanted = start + Math.max(SHORTEST_MS, columns * MS_PER_CHARACTER);
  // With more than two lines within a second, readability comes before exact timing.
  const latest = Math.max((pieces[to + 1]?.start ?? Number.POSITIVE_INFINITY) - GAP_MS, start + SHORTEST_MS);
  const lingering = isLate ? Math.max(spoken + LINGER_MS, start + SHORTEST_MS) : spoken + LINGER_MS;
  const readable = Math.min(wanted, lingering, latest - FLICKER_MS);
  const end = latest <= lingering ? latest : Math.max(spoken, readable);
  return { start, end: Math.min(end, start + LONGEST_MS), lines };
};
