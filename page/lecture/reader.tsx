// The text of a lecture: the word that is spoken is lit and stays in view, a click on a word plays from it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Span, Word } from '../../services/shared/contracts/transcript.ts';
import { clock } from '../clock.ts';
import { ParagraphEditor } from '../corrections/paragraph-editor.tsx';
import type { Correcting } from '../corrections/use-correcting.ts';
import type { CourseLecture } from '../course/lectures.ts';
import { lectureLink } from '../route.ts';
import { mark, type Paragraphs, rangeOfWord, wordAtPoint } from './places.ts';
import { type Block, type LaidParagraph, lastUpTo, UNSURE } from './reading.ts';

type Props = {
  lecture: CourseLecture;
  words: Word[];
  blocks: Block[];
  places: Paragraphs;
  video: { current: HTMLVideoElement | null };
  text: { current: HTMLDivElement | null };
  seek: (time: number) => void;
  showsUnsure: boolean;
  correcting: Correcting;
  /** Words that somebody wrote. */
  corrected: number[];
};

/** Heard a little before it is played: an eye needs so long. */
const AHEAD_SECONDS = 0.05;

export const Reader = ({
  lecture,
  words,
  blocks,
  places,
  video,
  text,
  seek,
  showsUnsure,
  correcting,
  corrected,
}: Props) => {
  const { isFollowing, follow } = useLitWord({ words, places, video, text });
  useMarks('unsure', showsUnsure ? unsureOf(words) : NONE, places, text);
  useMarks('corrected', correcting.isOn ? corrected : NONE, places, text);

  const click = ({ clientX, clientY, target }: MouseEvent): void => {
    // Whoever marks some words wants to copy them.
    if (!text.current || !getSelection()?.isCollapsed) return;
    if (correcting.isOn) {
      const first = (target as Element).closest<HTMLElement>('p[data-first]')?.dataset.first;
      if (first !== undefined) correcting.edit(Number(first));
      return;
    }
    const word = words[wordAtPoint(text.current, places, clientX, clientY) ?? -1];
    if (!word) return;
    follow(true);
    seek(word.start);
  };
  return (
    <>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: each paragraph has a link that plays it. */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same. */}
      <div class="text" ref={text} lang={lecture.language} onClick={click}>
        {blocks.map((block) =>
          'gap' in block ? (
            <GapButton key={`gap-${block.gap.start}`} gap={block.gap} seek={seek} />
          ) : (
            <ParagraphView
              key={block.paragraph.first}
              paragraph={block.paragraph}
              lecture={lecture}
              seek={seek}
              correcting={correcting}
            />
          ),
        )}
      </div>
      {!isFollowing && (
        <button type="button" class="follow main" onClick={() => follow(true)}>
          Back to the spoken word
        </button>
      )}
    </>
  );
};

type ParagraphProps = {
  paragraph: LaidParagraph;
  lecture: CourseLecture;
  seek: (time: number) => void;
  correcting: Correcting;
};

const ParagraphView = ({ paragraph, lecture, seek, correcting }: ParagraphProps) => {
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

const GapButton = ({ gap, seek }: { gap: Span; seek: (time: number) => void }) => (
  <button
    type="button"
    class="gap"
    lang="en"
    onClick={(event) => {
      event.stopPropagation();
      seek(gap.start);
    }}
  >
    {Math.max(1, Math.round(gap.end - gap.start))} s of speech without words at {clock(gap.start)}
  </button>
);

const NONE: number[] = [];

const unsureOf = (words: Word[]): number[] =>
  words.flatMap(({ probability }, word) => (probability < UNSURE ? [word] : []));

const useMarks = (
  name: 'unsure' | 'corrected',
  marked: number[],
  places: Paragraphs,
  text: { current: HTMLDivElement | null },
): void => {
  useEffect(() => {
    const root = text.current;
    mark(name, root ? marked.flatMap((word) => rangeOfWord(root, places, word) ?? []) : []);
    return () => mark(name, []);
  });
};

type LitProps = {
  words: Word[];
  places: Paragraphs;
  video: { current: HTMLVideoElement | null };
  text: { current: HTMLDivElement | null };
};

/** Lights words while the video runs, and keeps them in view until somebody scrolls away. */
const useLitWord = ({ words, places, video, text }: LitProps) => {
  const [isFollowing, setFollowing] = useState(true);
  const follows = useRef(true);
  const lit = useRef(-1);
  const follow = (on: boolean): void => {
    follows.current = on;
    setFollowing(on);
    if (on && text.current) bringIntoView(text.current, rangeOfWord(text.current, places, lit.current));
  };
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const starts = words.map(({ start }) => start);
    let frame = 0;
    lit.current = -1;
    const show = (): void => {
      const word = lastUpTo(starts, element.currentTime + AHEAD_SECONDS);
      if (word === lit.current || !text.current) return;
      lit.current = word;
      const range = rangeOfWord(text.current, places, word);
      mark('lit', range ? [range] : []);
      if (follows.current && element.currentTime > 0) bringIntoView(text.current, range);
    };
    const run = (): void => {
      show();
      frame = requestAnimationFrame(run);
    };
    const stop = (): void => cancelAnimationFrame(frame);
    const start = (): void => {
      stop();
      run();
    };
    const leave = (): void => {
      if (!element.paused) follow(false);
    };
    const events = { play: start, pause: stop, seeked: show, seeking: show, timeupdate: show };
    for (const [name, react] of Object.entries(events)) element.addEventListener(name, react);
    for (const name of ['wheel', 'touchmove']) addEventListener(name, leave, { passive: true });
    if (!element.paused) start();
    show();
    return () => {
      stop();
      mark('lit', []);
      for (const [name, react] of Object.entries(events)) element.removeEventListener(name, react);
      for (const name of ['wheel', 'touchmove']) removeEventListener(name, leave);
    };
  }, [words, places]);
  return { isFollowing, follow };
};

/** Between the header or the player above, and the end of the screen. */
const bringIntoView = (text: Element, range: Range | undefined): void => {
  if (!range) return;
  const { top, bottom } = range.getBoundingClientRect();
  const above = Math.max(
    0,
    document.querySelector('.read')?.getBoundingClientRect().top ?? 0,
    coveredAbove(text),
  );
  if (top >= above + 8 && bottom <= innerHeight * 0.8) return;
  scrollBy({ top: top - above - (innerHeight - above) / 3, behavior: calm() ? 'instant' : 'smooth' });
};

/** How far down the player covers the text: on a narrow screen it stands above it. */
const coveredAbove = (text: Element): number => {
  const [box, watch] = [
    text.getBoundingClientRect(),
    document.querySelector('.watch')?.getBoundingClientRect(),
  ];
  const header = document.querySelector('.top')?.getBoundingClientRect().bottom ?? 0;
  const isAbove = watch && watch.left < box.right && watch.right > box.left;
  return isAbove ? Math.max(header, watch.bottom) : header;
};

const calm = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;
