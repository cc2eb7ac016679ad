// The corrections of the course: those in the file that the page was made with, and those made in this browser.
import { useEffect, useState } from 'preact/hooks';
import type { Word } from '../../services/shared/contracts/transcript.ts';
import {
  applyCorrections,
  type Unmatched,
  wordsOfTranscript,
} from '../../services/shared/corrections/apply.ts';
import type { Correction, Corrections } from '../../services/shared/corrections/corrections.ts';
import { type LectureData, packWords, unpackWords } from '../../services/shared/page/lecture-data.ts';
import { keep, onKeptElsewhere, recall } from '../memory.ts';
import { applyDraft, type CorrectionDraft, draftOf, isEmptyDraft, readDraft } from './draft.ts';
import { segmented } from './everywhere.ts';

const KEY = 'corrections';
const NONE: Correction[] = [];

let base: Corrections = { version: 1, corrections: [], glossary: [] };
let current = base;
let byLecture = new Map<string, Correction[]>();
let saved = '';
let isKept = true;
const listeners = new Set<(lectures: string[]) => void>();

const show = (now: Corrections): void => {
  current = now;
  byLecture = Map.groupBy(now.corrections, ({ lecture }) => lecture);
};

/** @param stored corrections.json, if the page was made with one. */
export const receiveCorrections = (stored: Corrections | undefined): void => {
  if (stored) base = stored;
  showKept();
  onKeptElsewhere(KEY, () => {
    const before = [...byLecture.keys()];
    showKept();
    tell([...new Set([...before, ...byLecture.keys()])]);
  });
};

const showKept = (): void => {
  const draft = readDraft(recall(KEY));
  show(draft ? applyDraft(base, draft) : base);
};

const tell = (lectures: string[]): void => {
  for (const listener of listeners) listener(lectures);
};

const change = (now: Corrections, lectures: string[]): void => {
  show(now);
  isKept = keep(KEY, JSON.stringify(draftOf(base, now)));
  tell(lectures);
};

export const allCorrections = (): Corrections => current;

export const correctionsOf = (lecture: string): Correction[] => byLecture.get(lecture) ?? NONE;

/** Keeps the corrections in the browser at once. */
export const keepCorrections = (lectures: Map<string, Correction[]>): void => {
  const others = current.corrections.filter(({ lecture }) => !lectures.has(lecture));
  change({ ...current, corrections: [...others, ...[...lectures.values()].flat()] }, [...lectures.keys()]);
};

export const addToGlossary = (name: string): void => {
  if (!current.glossary.includes(name)) change({ ...current, glossary: [...current.glossary, name] }, []);
};

export const onCorrection = (listener: (lectures: string[]) => void): (() => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export const fileText = (): string => `${JSON.stringify(current, null, 1)}\n`;

export const markSaved = (): void => {
  saved = fileText();
  tell([]);
};

type DraftState = { draft: CorrectionDraft; isSaved: boolean; isKept: boolean };

/** @returns undefined if the page's corrections.json has everything already. */
export const useDraft = (): DraftState | undefined => {
  const [, redraw] = useState(0);
  useEffect(() => onCorrection(() => redraw((count) => count + 1)), []);
  const draft = draftOf(base, current);
  return isEmptyDraft(draft) ? undefined : { draft, isSaved: saved === fileText(), isKept };
};

/** The corrections of a lecture; renders again when they change. */
export const useCorrectionsOf = (lecture: string): Correction[] => {
  const [list, setList] = useState(() => correctionsOf(lecture));
  useEffect(() => onCorrection(() => setList(correctionsOf(lecture))), [lecture]);
  return list;
};

export type CorrectedWords = { own: Word[]; words: Word[]; unmatched: Unmatched[]; corrected: number[] };

/** `corrected` holds the indexes of the corrected words. */
export const correctWords = (data: LectureData, corrections: Correction[]): CorrectedWords => {
  const own = unpackWords(data);
  if (corrections.length === 0) return { own, words: own, unmatched: [], corrected: [] };
  const { transcript, places, unmatched } = applyCorrections(segmented(own), corrections);
  const corrected = places.flatMap(({ first, last }) =>
    Array.from({ length: last - first }, (_, at) => first + at),
  );
  return { own, words: wordsOfTranscript(transcript), unmatched, corrected };
};

/** The lecture with its corrections, for features that go through all words of the course. */
export const correctData = (data: LectureData): LectureData => {
  const corrections = correctionsOf(data.name);
  return corrections.length === 0 ? data : { ...data, ...packWords(correctWords(data, corrections).words) };
};
