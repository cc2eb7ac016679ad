// Correcting the words of one lecture: which paragraph is being written, and what was replaced last.
import { useMemo, useState } from 'preact/hooks';
import { addEdit } from '../../services/shared/corrections/edit.ts';
import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import type { LaidParagraph } from '../lecture/reading.ts';
import { type Replacement, replacementOf, segmented } from './everywhere.ts';
import { editOf } from './paragraph-edit.ts';
import { type CorrectedWords, correctWords, keepCorrections, useCorrectionsOf } from './state.ts';

export type Correcting = {
  isOn: boolean;
  turn: (isOn: boolean) => void;
  /** First word of the paragraph that is being written. */
  editing: number | undefined;
  edit: (first: number | undefined) => void;
  save: (paragraph: LaidParagraph, typed: string) => void;
  replacement: Replacement | undefined;
  forgetReplacement: () => void;
};

const NOTHING: CorrectedWords = { own: [], words: [], unmatched: [], corrected: [] };

export const useCorrecting = (
  lecture: string,
  data: LectureData | undefined,
): Correcting & { heard: CorrectedWords } => {
  const corrections = useCorrectionsOf(lecture);
  const heard = useMemo(() => (data ? correctWords(data, corrections) : NOTHING), [data, corrections]);
  const [isOn, setOn] = useState(false);
  const [editing, edit] = useState<number | undefined>();
  const [replacement, offer] = useState<Replacement | undefined>();
  const turn = (on: boolean): void => {
    setOn(on);
    edit(undefined);
    if (!on) offer(undefined);
  };
  const save = (paragraph: LaidParagraph, typed: string): void => {
    edit(undefined);
    const change = editOf(paragraph, typed);
    if (!change) return;
    const made = new Date().toISOString();
    offer(replacementOf(heard.words, change));
    keepCorrections(
      new Map([[lecture, addEdit(segmented(heard.own), corrections, change, { lecture, made })]]),
    );
  };
  return {
    heard,
    isOn,
    turn,
    editing,
    edit,
    save,
    replacement,
    forgetReplacement: () => offer(undefined),
  };
};
