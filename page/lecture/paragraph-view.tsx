// A paragraph with its time, which plays it; or the editor that corrects it.
import { clock } from '../clock.ts';
import { ParagraphEditor } from '../corrections/paragraph-editor.tsx';
import type { Correcting } from '../corrections/use-correcting.ts';
import { WordEditor } from '../corrections/word-editor.tsx';
import type { CourseLecture } from '../course/lectures.ts';
import { lectureLink } from '../route.ts';
import type { LaidParagraph } from './reading.ts';

type ParagraphProps = {
  paragraph: LaidParagraph;
  lecture: CourseLecture;
  seek: (time: number) => void;
  correcting: Correcting;
};

export const ParagraphView = ({ paragraph, lecture, seek, correcting }: ParagraphProps) => {
  const { first, text, words } = paragraph;
  const begin = words[0]?.start ?? 0;
  const { writing } = correcting;
  const isHere = writing && writing.first >= first && writing.first < first + words.length;
  return (
    <div class="paragraph">
      <span class="margin">
        <TimeLink lecture={lecture} time={begin} seek={seek} />
        {correcting.isOn && (
          <button
            type="button"
            class="quiet"
            lang="en"
            aria-label={`Correct from ${clock(begin)}`}
            onClick={() => correcting.write({ how: 'choosing', first, takesFocus: true })}
          >
            <span aria-hidden="true">✎</span>
          </button>
        )}
      </span>
      {!isHere && (
        <p dir="auto" data-first={first}>
          {text}
        </p>
      )}
      {isHere && writing.how === 'paragraph' && (
        <ParagraphEditor
          paragraph={paragraph}
          save={(typed) => correcting.saveParagraph(paragraph, typed)}
          cancel={() => correcting.write(undefined)}
          play={() => seek(begin)}
        />
      )}
      {isHere && writing.how !== 'paragraph' && (
        <WordEditor paragraph={paragraph} writing={writing} correcting={correcting} play={seek} />
      )}
    </div>
  );
};

type TimeLinkProps = { lecture: CourseLecture; time: number; seek: (time: number) => void };

const TimeLink = ({ lecture, time, seek }: TimeLinkProps) => {
  const play = (event: MouseEvent): void => {
    // With a modifier key it opens in a new tab, like any link.
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    seek(time);
  };
  return (
    <a
      class="time"
      href={lectureLink(lecture.name, time)}
      onClick={play}
      aria-label={`Play from ${clock(time)}`}
      lang="en"
    >
      {clock(time)}
    </a>
  );
};
