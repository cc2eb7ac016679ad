// Merges sets of corrections.
import { lengthOf } from '../contracts/spans.ts';
import type { Correction, Corrections } from './corrections.ts';

export const isSameCorrection = (a: Correction, b: Correction): boolean =>
  a.lecture === b.lecture &&
  a.start === b.start &&
  a.heard.join(' ') === b.heard.join(' ') &&
  a.written.join(' ') === b.written.join(' ');

/** Newer corrections replace those that they overlap. Duplicates are kept once. */
export const mergeCorrections = (all: Corrections, newer: Correction[]): Corrections => {
  const fresh = newer.filter((one) => !all.corrections.some((other) => isSameCorrection(one, other)));
  const rest = all.corrections.filter((old) => !fresh.some((one) => isAboutSame(one, old)));
  return { ...all, corrections: [...rest, ...fresh] };
};

/** Of two corrections about the same words, keeps the later one. */
export const combineCorrections = (all: Corrections, others: Corrections): Corrections => {
  const isOutdone = (one: Correction) =>
    all.corrections.some((other) => isAboutSame(one, other) && other.made >= one.made);
  const { corrections } = mergeCorrections(
    all,
    others.corrections.filter((one) => !isOutdone(one)),
  );
  return { ...all, corrections, glossary: [...new Set([...all.glossary, ...others.glossary])] };
};

/** Neighbours may overlap a little: by less than half of the shorter one. */
const isAboutSame = (a: Correction, b: Correction): boolean => {
  if (a.lecture !== b.lecture) return false;
  const shorter = Math.min(lengthOf(a), lengthOf(b));
  const shared = Math.min(a.end, b.end) - Math.max(a.start, b.start);
  if (shorter > 0) return shared > shorter / 2;
  return a.start === b.start && a.heard.join(' ') === b.heard.join(' ');
};
