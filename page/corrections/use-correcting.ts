// The state of correcting a lecture: what is being edited, and what was replaced last.
import { useMemo, useState } from 'preact/hooks';
import { joinWords } from '../../services/shared/captions/script.ts';
import { addEdit, type Edit } from '../../services/shared/corrections/edit.ts';
import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import type { LaidParagraph } from '../lecture/reading.ts';
import { type Replacement, replacementOf, segmented } from './everywhere.ts';
import { editOf, toWords } from './paragraph-edit.ts';
import { type CorrectedWords, correctWords, keepCorrections, useCorrectionsOf } from './state.ts';

/** What is being edited: the words [first, last), or the whole paragraph that starts at word `first`. */
export type WritingPlace =
  | { how: 'choosing'; first: number; takesFocus: boolean }
  | { how: 'words'; first: number; last: number; typed?: string; caret?: number }
  | { how: 'paragraph'; first: number };

/** `takesFocus`: the field was closed by a key, not by leaving it. `keepsOffer`: the user went to the panel on offer. */
export type AfterWords = { takesFocus: boolean; keepsOffer?: boolean };

export type Correcting = {
  isOn: boolean;
  turn: (isOn: boolean) => void;
  writing: WritingPlace | undefined;
  write: (where: WritingPlace | undefined) => void;
  saveParagraph: (paragraph: LaidParagraph, typed: string) => void;
  saveWords: (words: { first: number; last: number }, typed: string, then: AfterWords) => void;
  replacement: Replacement | undefined;
  forgetReplacement: () => void;
  /** Removes all corrections of the lecture. */
  takeAllBack: () => void;
};

const NOTHING: CorrectedWords = { own: [], words: [], unmatched: [], corrected: [] };

export const useCorrecting = (
  lecture: string,
  data: LectureData | undefined,
): Correcting & { heard: CorrectedWords } => {
  const corrections = useCorrectionsOf(lecture);
  const heard = useMemo(() => (data ? correctWords(data, corrections) : NOTHING), [data, corrections]);
  const [isOn, setOn] = useState(false);
  const [writing, write] = useState<WritingPlace | undefined>();
  const [replacement, offer] = useState<Replacement | undefined>();
  const turn = (on: boolean): void => {
    setOn(on);
    write(undefined);
    if (!on) offer(undefined);
  };
  const save = (change: Edit, keepsOffer = false): void => {
    const made = new Date().toISOString();
    if (!keepsOffer) offer(replacementOf(heard.words, change));
    keepCorrections(
      new Map([[lecture, addEdit(segmented(heard.own), corrections, change, { lecture, made })]]),
    );
  };
  const saveParagraph = (paragraph: LaidParagraph, typed: string): void => {
    write(undefined);
    const change = editOf(paragraph, typed);
    if (change) save(change);
  };
  const saveWords: Correcting['saveWords'] = (place, typed, { takesFocus, keepsOffer }) => {
    const change = wordsEdit(heard, place, typed);
    const left = heard.words.length + (change ? change.written.length - (change.last - change.first) : 0);
    write({ how: 'choosing', first: Math.min(place.first, left - 1), takesFocus });
    if (change) save(change, keepsOffer);
  };
  return {
    ...{ heard, isOn, turn, writing, write, saveParagraph, saveWords, replacement },
    forgetReplacement: () => offer(undefined),
    takeAllBack: () => {
      turn(isOn);
      keepCorrections(new Map([[lecture, []]]));
    },
  };
};

/** @returns undefined if the words did not change. */
const wordsEdit = (
  { words }: CorrectedWords,
  { first, last }: { first: number; last: number },
  typed: string,
): Edit | undefined => {
  const before = joinWords(words.slice(first, last).map(({ text }) => text));
  return typed.trim() === before ? undefined : { first, last, written: toWords(typed) };
};
