// The text of a lecture. A click on a word plays from it, or corrects it.
import { useEffect, useMemo } from 'preact/hooks';
import type { Span, Word } from '../../services/shared/contracts/transcript.ts';
import { clock, wholeSeconds } from '../clock.ts';
import type { Correcting } from '../corrections/use-correcting.ts';
import type { CourseLecture } from '../course/lectures.ts';
import { foundWords } from '../search/search-view.tsx';
import { useLitWord } from './lit-word.ts';
import { ParagraphView } from './paragraph-view.tsx';
import { type Marks, mark, type Paragraphs, rangeOfWord, wordAtPoint } from './places.ts';
import { type Block, UNSURE } from './reading.ts';

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
  /** Corrected words. */
  corrected: number[];
};

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
  const { isFollowing, follow } = useLitWord({ words, places, video, text, drawn: correcting.writing });
  useMarks('unsure', showsUnsure ? unsureOf(words) : NONE, places, text);
  const found = useMemo(() => foundWords(lecture.name, words.length), [lecture, words]);
  useMarks('found', found, places, text);
  useMarks('corrected', correcting.isOn ? corrected : NONE, places, text);

  // Do not scroll away from someone who is typing.
  useEffect(() => {
    if (correcting.writing && video.current?.paused === false) follow(false);
  }, [correcting.writing]);
  const click = ({ clientX, clientY }: MouseEvent): void => {
    // A selection is for copying.
    if (!text.current || !getSelection()?.isCollapsed) return;
    const at = wordAtPoint(text.current, places, clientX, clientY);
    const word = words[at ?? -1];
    if (at === undefined || !word) return;
    if (correcting.isOn) correcting.write({ how: 'words', first: at, last: at + 1 });
    else {
      follow(true);
      seek(word.start);
    }
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
              // The key does not change with words inserted before the paragraph: a click may have started on it.
              key={block.paragraph.words[0]?.start}
              paragraph={block.paragraph}
              lecture={lecture}
              seek={seek}
              correcting={correcting}
            />
          ),
        )}
      </div>
      {!isFollowing && !correcting.writing && (
        <button type="button" class="follow main" onClick={() => follow(true)}>
          Back to the spoken word
        </button>
      )}
    </>
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
    {wholeSeconds(gap.end - gap.start)} of speech without words at {clock(gap.start)}
  </button>
);

const NONE: number[] = [];

const unsureOf = (words: Word[]): number[] =>
  words.flatMap(({ probability }, word) => (probability < UNSURE ? [word] : []));

const useMarks = (
  name: Marks,
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
