// Edits a whole paragraph. Enter and leaving the field save it, Escape cancels.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import type { LaidParagraph } from '../lecture/reading.ts';
import { useLeaving } from './use-leaving.ts';

type Props = {
  paragraph: LaidParagraph;
  save: (text: string) => void;
  cancel: () => void;
  play: () => void;
};

export const ParagraphEditor = ({ paragraph, save, cancel, play }: Props) => {
  const field = useRef<HTMLTextAreaElement>(null);
  const editor = useRef<HTMLDivElement>(null);
  const saveTyped = (): void => save(field.current?.value ?? paragraph.text);
  const close = useLeaving(saveTyped);
  const finish = (): void => close(saveTyped);
  const drop = (): void => close(cancel);
  const press = (event: KeyboardEvent): void => {
    // In an input method (Chinese, Japanese), Enter only picks a word.
    if (event.isComposing) return;
    if (event.key === 'Escape') drop();
    else if (event.key === 'Enter') finish();
    else return;
    event.preventDefault();
  };
  useLayoutEffect(() => {
    if (!field.current) return;
    field.current.style.height = `${field.current.scrollHeight}px`;
    field.current.focus();
  }, []);
  useEffect(() => {
    // Using the player does not end the editing.
    const leave = ({ target }: FocusEvent): void => {
      if (!(target instanceof Element) || editor.current?.contains(target) || target.closest('.watch'))
        return;
      finish();
    };
    document.addEventListener('focusin', leave);
    return () => document.removeEventListener('focusin', leave);
  });
  return (
    <div class="editor" ref={editor}>
      <textarea
        ref={field}
        dir="auto"
        defaultValue={paragraph.text}
        aria-label="Words of this paragraph"
        onKeyDown={press}
      />
      <div class="controls" lang="en">
        <button type="button" class="main" onClick={finish}>
          Save
        </button>
        <button type="button" onClick={drop}>
          Cancel
        </button>
        <button type="button" onClick={play}>
          Play
        </button>
      </div>
    </div>
  );
};
