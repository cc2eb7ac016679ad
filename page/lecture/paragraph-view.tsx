// A paragraph of the text with its time, which plays it; or the field in which it is corrected.
import { clock } from '../clock.ts';
import { ParagraphEditor } from '../corrections/paragraph-editor.tsx';
import type { Correcting } from '../corrections/use-correcting.ts';
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
            onClick={() => correcting.edit(first)}
          >
            <span aria-hidden="true">✎</span>
          </button>
        )}
      </span>
      {correcting.editing === first ? (
        <ParagraphEditor
          paragraph={paragraph}
          save={(typed) => correcting.save(paragraph, typed)}
          cancel={() => correcting.edit(undefined)}
          play={() => seek(begin)}
        />
      ) : (
        <p dir="auto" data-first={first}>
          {text}
        </p>
      )}
    </div>
  );
};

type TimeLinkProps = { lecture: CourseLecture; time: number; seek: (time: number) => void };

const TimeLink = ({ lecture, time, seek }: TimeLinkProps) => {
  const play = (event: MouseEvent): void => {
    // Into a new tab it is a link like others.
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
