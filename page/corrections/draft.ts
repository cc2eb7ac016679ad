// Corrections that are not in a file yet: the difference from the corrections.json that the page was made with. Once the
// page is made again with the saved file, there is no difference left.
import type { Correction, Corrections } from '../../services/shared/corrections/corrections.ts';
import { isSameCorrection, mergeCorrections } from '../../services/shared/corrections/merge.ts';

export type CorrectionDraft = { added: Correction[]; removed: Correction[]; glossary: string[] };

export const draftOf = (base: Corrections, now: Corrections): CorrectionDraft => ({
  added: without(now.corrections, base.corrections),
  removed: without(base.corrections, now.corrections),
  glossary: now.glossary.filter((name) => !base.glossary.includes(name)),
});

export const isEmptyDraft = ({ added, removed, glossary }: CorrectionDraft): boolean =>
  added.length + removed.length + glossary.length === 0;

export const applyDraft = (
  base: Corrections,
  { added, removed, glossary }: CorrectionDraft,
): Corrections => ({
  ...mergeCorrections({ ...base, corrections: without(base.corrections, removed) }, added),
  glossary: [...new Set([...base.glossary, ...glossary])],
});

const without = (all: Correction[], others: Correction[]): Correction[] =>
  all.filter((one) => !others.some((other) => isSameCorrection(one, other)));

const isText = (value: unknown): value is string => typeof value === 'string';

/** Checks only what the page relies on. */
const isCorrection = (one: Correction | null): boolean =>
  [one?.lecture, one?.made].every(isText) &&
  [one?.start, one?.end].every(Number.isFinite) &&
  [one?.heard, one?.written, one?.before, one?.after].every(
    (words) => Array.isArray(words) && words.every(isText),
  );

/** @returns undefined if it is not a draft. Drops invalid corrections, which another program may have written. */
export const readDraft = (json: string | undefined): CorrectionDraft | undefined => {
  try {
    const draft = JSON.parse(json ?? '');
    const isDraft = [draft?.added, draft?.removed, draft?.glossary].every(Array.isArray);
    return isDraft
      ? {
          added: draft.added.filter(isCorrection),
          removed: draft.removed.filter(isCorrection),
          glossary: draft.glossary.filter(isText),
        }
      : undefined;
  } catch {
    return undefined;
  }
};
