// Finds the other places of words that were corrected, and applies the same correction there.

import type { Span, Word } from '../../services/shared/contracts/transcript.ts';
import { applyCorrections, wordsOfTranscript } from '../../services/shared/corrections/apply.ts';
import type { Correction } from '../../services/shared/corrections/corrections.ts';
import { addEdit, type Edit, findPhrase } from '../../services/shared/corrections/edit.ts';

export type Replacement = { heard: string[]; written: string[] };
export type PhrasePlace = Pick<Edit, 'first' | 'last'>;

/** Longer phrases hardly ever occur twice. */
const LONGEST_PHRASE = 5;

/** The part of an edit that may apply elsewhere; undefined if words were only inserted or deleted. */
export const replacementOf = (words: Word[], { first, last, written }: Edit): Replacement | undefined => {
  const heard = words.slice(first, last).map(({ text }) => text);
  let [start, end] = [0, 0];
  while (start < heard.length && start < written.length && heard[start] === written[start]) start += 1;
  const most = Math.min(heard.length, written.length) - start;
  while (end < most && heard.at(-1 - end) === written.at(-1 - end)) end += 1;
  const bare = {
    heard: stripMarks(heard.slice(start, heard.length - end)),
    written: stripMarks(written.slice(start, written.length - end)),
  };
  const isPhrase = bare.heard.length > 0 && bare.heard.length <= LONGEST_PHRASE && bare.written.length > 0;
  return isPhrase && bare.heard.join(' ') !== bare.written.join(' ') ? bare : undefined;
};

const OPENING_MARKS = /^[^\p{L}\p{N}]+/u;
const CLOSING_MARKS = /[^\p{L}\p{N}]+$/u;

/** The range of a text without the punctuation around it: [from, to). */
export const lettersOf = (text: string): [from: number, to: number] => {
  const from = OPENING_MARKS.exec(text)?.[0].length ?? 0;
  return [from, Math.max(from, text.length - (CLOSING_MARKS.exec(text)?.[0].length ?? 0))];
};

/** Punctuation around the words belongs to their sentence. */
const stripMarks = (texts: string[]): string[] =>
  texts
    .map((text, at) => (at === 0 ? text.replace(OPENING_MARKS, '') : text))
    .map((text, at) => (at === texts.length - 1 ? text.replace(CLOSING_MARKS, '') : text))
    .filter((text) => text !== '');

/** Leaves out places that are right already. */
export const placesOf = (words: Word[], { heard, written }: Replacement): PhrasePlace[] =>
  findPhrase(words, heard).filter(({ first, last }) => {
    const texts = words.slice(first, last).map(({ text }) => text);
    return stripMarks(texts).join(' ') !== written.join(' ');
  });

/** Keeps the punctuation around a place: “Cooper Netties,” becomes “Kubernetes,”. */
const dress = (words: Word[], { first, last }: PhrasePlace, written: string[]): string[] => {
  const opening = OPENING_MARKS.exec(words[first]?.text ?? '')?.[0] ?? '';
  const closing = CLOSING_MARKS.exec(words[last - 1]?.text ?? '')?.[0] ?? '';
  return written.map(
    (text, at) => (at === 0 ? opening : '') + text + (at === written.length - 1 ? closing : ''),
  );
};

/** For a lecture with its words alone. */
export const segmented = (words: Word[]) => ({
  segments: [{ ...wholeOf(words), text: '', words }],
});

const wholeOf = (words: Word[]): Span => ({ start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0 });

/**
 * Adds a replacement, in some places, to the corrections of a lecture.
 * @param own the engine's words.
 * @param places indexes into the corrected words, in ascending order.
 */
export const replaceIn = (
  own: Word[],
  corrections: Correction[],
  { written }: Replacement,
  places: PhrasePlace[],
  options: { lecture: string; made: string },
): Correction[] => {
  const words = wordsOfTranscript(applyCorrections(segmented(own), corrections).transcript);
  // Starts from the end, so that earlier places do not move.
  return places.toReversed().reduce(
    (all, place) =>
      addEdit(
        segmented(own),
        all,
        { ...place, written: dress(words, place, written) },
        {
          ...options,
          everywhere: true,
        },
      ),
    corrections,
  );
};
