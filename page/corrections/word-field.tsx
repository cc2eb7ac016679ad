// Edits words in place. As in any text, a space splits a word, and Backspace at its start and Delete at its end join it
// with its neighbour.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { joinWords, widthOf } from '../../services/shared/captions/script.ts';
import type { Word } from '../../services/shared/contracts/transcript.ts';
import { lettersOf } from './everywhere.ts';
import type { AfterWords, Correcting, WritingPlace } from './use-correcting.ts';
import { useLeaving } from './use-leaving.ts';

type Props = {
  words: Word[];
  before: string | undefined;
  after: string | undefined;
  writing: Extract<WritingPlace, { how: 'words' }>;
  correcting: Correcting;
};

export const WordField = ({ words, before, after, writing, correcting }: Props) => {
  const field = useRef<HTMLInputElement>(null);
  const { first, last } = writing;
  const heard = joinWords(words.map(({ text }) => text));
  const save = (then: AfterWords): void => {
    if (field.current) correcting.saveWords(writing, field.current.value, then);
  };
  const close = useLeaving(() => save({ takesFocus: false }));
  const finish = (then: AfterWords): void => close(() => save(then));
  const go = (to: WritingPlace): void => close(() => correcting.write(to));
  const press = (event: KeyboardEvent): void => {
    // In an input method (Chinese, Japanese), Enter only picks a word.
    if (event.isComposing || !field.current) return;
    const joined = joinedBy(event.key, field.current, before, after);
    if (event.key === 'Enter') finish({ takesFocus: true });
    else if (event.key === 'Escape') go({ how: 'choosing', first, takesFocus: true });
    else if (joined?.side === 'before') go({ how: 'words', first: first - 1, last, ...joined.text });
    else if (joined) go({ how: 'words', first, last: last + 1, ...joined.text });
    else return;
    event.preventDefault();
  };
  useLayoutEffect(() => {
    field.current?.focus({ preventScroll: true });
    const { caret } = writing;
    // Leave punctuation out of the selection: usually only the word is wrong.
    field.current?.setSelectionRange(...(caret === undefined ? lettersOf(heard) : ([caret, caret] as const)));
  }, []);
  return (
    <input
      ref={field}
      class="word"
      aria-label={`Correct ${heard}`}
      title="Enter saves, Escape cancels. A space splits the word; Backspace at its start joins it to the one before."
      defaultValue={writing.typed ?? heard}
      size={sizeFor(writing.typed ?? heard)}
      autocomplete="off"
      autocapitalize="off"
      onInput={({ currentTarget }) => {
        currentTarget.size = sizeFor(currentTarget.value);
      }}
      onKeyDown={press}
      onBlur={({ currentTarget, relatedTarget }) => {
        // Switching to another window does not save.
        if (document.activeElement === currentTarget) return;
        const keepsOffer = relatedTarget instanceof Element && relatedTarget.closest('.everywhere') !== null;
        finish({ takesFocus: false, keepsOffer });
      }}
    />
  );
};

/** For browsers without `field-sizing`. */
const sizeFor = (text: string): number => Math.max(2, widthOf(text));

/** The field's text and caret after a key that joins the neighbouring word; undefined for any other key. */
const joinedBy = (
  key: string,
  { value, selectionStart, selectionEnd }: HTMLInputElement,
  before: string | undefined,
  after: string | undefined,
) => {
  if (selectionStart !== selectionEnd) return undefined;
  if (key === 'Backspace' && selectionStart === 0 && before !== undefined)
    return { side: 'before', text: { typed: before + value, caret: before.length } };
  if (key === 'Delete' && selectionStart === value.length && after !== undefined)
    return { side: 'after', text: { typed: value + after, caret: value.length } };
  return undefined;
};
