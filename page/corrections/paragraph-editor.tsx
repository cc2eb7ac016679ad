// A paragraph as it is corrected: Enter saves, Escape leaves it as it was.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LaidParagraph } from '../lecture/reading.ts';

type Props = {
  paragraph: LaidParagraph;
  save: (text: string) => void;
  cancel: () => void;
  play: () => void;
};

export const ParagraphEditor = ({ paragraph, save, cancel, play }: Props) => {
  const field = useRef<HTMLTextAreaElement>(null);
  const finish = (): void => save(field.current?.value ?? paragraph.text);
  const press = (event: KeyboardEvent): void => {
    // While a Chinese or Japanese word is composed, Enter chooses it.
    if (event.isComposing) return;
    if (event.key === 'Escape') cancel();
    else if (event.key === 'Enter') finish();
    else return;
    event.preventDefault();
  };
  useLayoutEffect(() => {
    if (!field.current) return;
    field.current.style.height = `${field.current.scrollHeight}px`;
    field.current.focus();
  }, []);
  return (
    <div class="editor">
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
        <button type="button" onClick={cancel}>
          Cancel
        </button>
        <button type="button" onClick={play}>
          Play
        </button>
      </div>
    </div>
  );
};
