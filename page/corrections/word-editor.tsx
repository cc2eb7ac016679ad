// Edits a paragraph word by word. Each word is a button: arrow keys move between them, Enter or a click opens one. In an
// open word, Enter saves and Escape cancels.
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isSpaced } from '../../services/shared/captions/script.ts';
import { clock } from '../clock.ts';
import type { LaidParagraph } from '../lecture/reading.ts';
import type { Correcting, WritingPlace } from './use-correcting.ts';
import { WordField } from './word-field.tsx';

type Props = {
  paragraph: LaidParagraph;
  writing: Exclude<WritingPlace, { how: 'paragraph' }>;
  correcting: Correcting;
  play: (time: number) => void;
};

/** Playback starts this long before a word, for context. */
const LEAD_SECONDS = 1;

export const WordEditor = ({ paragraph, writing, correcting, play }: Props) => {
  const { words } = paragraph;
  const group = useRef<HTMLParagraphElement>(null);
  const active = writing.first - paragraph.first;
  // A layout effect, so that the focus is there before the next key.
  useLayoutEffect(() => {
    if (writing.how === 'choosing' && writing.takesFocus)
      group.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }, [writing]);
  const choose = (at: number): void =>
    correcting.write({ how: 'choosing', first: paragraph.first + at, takesFocus: true });
  const press = (event: KeyboardEvent): void => {
    if (event.target instanceof HTMLInputElement || !group.current) return;
    const to = chosenBy(event.key, active, words.length, getComputedStyle(group.current).direction);
    if (event.key === 'Escape') leave(group.current, correcting);
    else if (to !== undefined) choose(to);
    else return;
    event.preventDefault();
    // The player uses the same keys.
    event.stopPropagation();
  };
  return (
    <div class="editor">
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no line of text. */}
      <p
        ref={group}
        dir="auto"
        role="group"
        aria-label={`Words from ${clock(words[0]?.start ?? 0)}: the arrow keys choose one, Enter corrects it`}
        onKeyDown={press}
      >
        <Words paragraph={paragraph} writing={writing} correcting={correcting} />
      </p>
      <div class="controls" lang="en">
        <button
          type="button"
          // Using the player does not end the editing.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => play(Math.max(0, (words[active]?.start ?? 0) - LEAD_SECONDS))}
        >
          Play
        </button>
        <button type="button" onClick={() => correcting.write({ how: 'paragraph', first: paragraph.first })}>
          Whole paragraph
        </button>
        <button type="button" onClick={() => group.current && leave(group.current, correcting)}>
          Done
        </button>
      </div>
    </div>
  );
};

const Words = ({ paragraph: { first, words }, writing, correcting }: Omit<Props, 'play'>) => (
  <>
    {words.map(({ text, start, end }, at) => {
      const word = first + at;
      const space = at > 0 && isSpaced(words[at - 1]?.text ?? '', text) ? ' ' : '';
      if (writing.how === 'words' && word === writing.first)
        return [
          space,
          <WordField
            key={`field ${writing.first} ${writing.last}`}
            before={words[at - 1]?.text}
            words={words.slice(at, writing.last - first)}
            after={words[writing.last - first]?.text}
            writing={writing}
            correcting={correcting}
          />,
        ];
      if (writing.how === 'words' && word > writing.first && word < writing.last) return null;
      return [
        space,
        <button
          // A word that moves keeps its button, since a click may have started on it.
          key={`${start} ${end} ${text}`}
          type="button"
          class="word"
          data-word={word}
          tabIndex={word === writing.first ? 0 : -1}
          onClick={() => correcting.write({ how: 'words', first: word, last: word + 1 })}
        >
          {text}
        </button>,
      ];
    })}
  </>
);

/** The word that a key moves to; undefined for any other key. */
const chosenBy = (key: string, active: number, count: number, direction: string): number | undefined => {
  const onwards = direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
  const back = direction === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
  if (key === onwards) return Math.min(active + 1, count - 1);
  if (key === back) return Math.max(active - 1, 0);
  if (key === 'Home') return 0;
  return key === 'End' ? count - 1 : undefined;
};

/** Returns the focus to the button that opened the editor. */
const leave = (group: Element, { write }: Correcting): void => {
  group.closest('.paragraph')?.querySelector<HTMLElement>('.margin button')?.focus();
  write(undefined);
};
