// One lecture: its player and its text side by side.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Unmatched as UnmatchedCorrection } from '../../services/shared/corrections/apply.ts';
import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import { clock } from '../clock.ts';
import { EverywherePanel } from '../corrections/everywhere-panel.tsx';
import { useCorrecting } from '../corrections/use-correcting.ts';
import { loadLecture } from '../course/course.ts';
import type { CourseLecture } from '../course/lectures.ts';
import { stateOf } from '../course/outline.tsx';
import { titleOf } from '../course/tree.ts';
import { useLoaded } from '../hooks.ts';
import { pressKey } from '../keys.ts';
import { nameOfLanguage } from '../language-name.ts';
import { keepPlace, recall, recallTime } from '../memory.ts';
import { lectureLink } from '../route.ts';
import { toPlaces } from './places.ts';
import { Player } from './player.tsx';
import { Reader } from './reader.tsx';
import { paragraphsOf, toBlocks } from './reading.ts';
import { Strip } from './strip.tsx';
import { Tools } from './tools.tsx';

type Props = { lecture: CourseLecture; lectures: CourseLecture[]; time: number | undefined };

export const LectureView = ({ lecture, lectures, time }: Props) => {
  const { value: data, fault } = useLoaded(() => loadLecture(lecture), [lecture]);
  const video = useRef<HTMLVideoElement>(null);
  const text = useRef<HTMLDivElement>(null);
  const correcting = useCorrecting(lecture.name, data);
  const { words, corrected, unmatched } = correcting.heard;
  const blocks = useMemo(() => toBlocks(words, data?.gaps ?? []), [words, data]);
  const places = useMemo(() => toPlaces(paragraphsOf(blocks)), [blocks]);
  const [showsUnsure, showUnsure] = useState(recall('unsure') === 'yes');
  useRememberedPlace(video, lecture);

  const seek = (to: number): void => {
    if (!video.current) return;
    goTo(video.current, to);
    void video.current.play().catch(() => undefined);
  };
  useEffect(() => {
    if (time !== undefined) seek(time);
    else if (video.current) goTo(video.current, unfinished(lecture));
  }, [time]);
  // Before the page is seen: a key that is pressed at once is one of the page's.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent) => video.current && pressKey(event, video.current);
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  return (
    <article class="lecture">
      <Heading lecture={lecture} />
      <section class="watch" aria-label="Player">
        <Player lecture={lecture} lectures={lectures} words={words} video={video} />
        {data && (
          <Strip words={words} gaps={data.gaps} duration={lecture.duration} video={video} seek={seek} />
        )}
      </section>
      <section class="read" aria-label="Text">
        {data && (
          <Tools
            lecture={lecture}
            words={words}
            places={places}
            video={video}
            unsure={{ isShown: showsUnsure, show: showUnsure }}
            correcting={correcting}
          />
        )}
        <Remarks lecture={lecture} data={data} fault={fault} />
        <Unmatched list={unmatched} />
        {data && (
          <Reader
            lecture={lecture}
            words={words}
            blocks={blocks}
            places={places}
            video={video}
            text={text}
            seek={seek}
            showsUnsure={showsUnsure}
            correcting={correcting}
            corrected={corrected}
          />
        )}
        {correcting.replacement && (
          <EverywherePanel
            key={correcting.replacement.heard.join(' ')}
            replacement={correcting.replacement}
            lectures={lectures}
            close={correcting.forgetReplacement}
          />
        )}
        <Neighbours lecture={lecture} lectures={lectures} />
      </section>
    </article>
  );
};

/** Before its metadata are there a video takes a time to begin at, and keeps it. */
const goTo = (video: HTMLMediaElement, time: number): void => {
  video.dataset.begin = String(time);
  video.currentTime = time;
  // Without a video nothing else would tell the text.
  if (video.readyState === 0) video.dispatchEvent(new Event('seeking'));
};

/** Where one was, but for its last seconds: then from the beginning. */
const unfinished = ({ name, duration }: CourseLecture): number => {
  const time = recallTime(name);
  return time < duration - 5 ? time : 0;
};

const KEEP_EVERY_SECONDS = 3;

const useRememberedPlace = (video: { current: HTMLVideoElement | null }, { name }: CourseLecture): void => {
  useEffect(() => {
    const element = video.current;
    let kept = 0;
    const remember = (): void => {
      const time = element?.currentTime ?? 0;
      if (Math.abs(time - kept) < KEEP_EVERY_SECONDS) return;
      kept = time;
      keepPlace({ name, time });
    };
    keepPlace({ name, time: recallTime(name) });
    element?.addEventListener('timeupdate', remember);
    return () => element?.removeEventListener('timeupdate', remember);
  }, [name]);
};

const Heading = ({ lecture }: { lecture: CourseLecture }) => {
  const folders = lecture.name.split('/').slice(0, -1);
  const state = stateOf(lecture);
  return (
    <header class="heading">
      {folders.length > 0 && (
        <p class="path">
          <bdi>{folders.join(' / ')}</bdi>
        </p>
      )}
      <h1>
        <bdi>{titleOf(lecture.name)}</bdi>
      </h1>
      <p class="facts">
        {[clock(lecture.duration), nameOfLanguage(lecture.language), state, `heard with ${lecture.model}`]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </header>
  );
};

const Remarks = ({
  lecture,
  data,
  fault,
}: {
  lecture: CourseLecture;
  data: LectureData | undefined;
  fault: string | undefined;
}) => (
  <>
    {fault && (
      <p class="fault" role="alert">
        {fault}
      </p>
    )}
    {!data && !fault && <p role="status">Loading …</p>}
    {lecture.nothing !== undefined && <p class="remark">There is no text: {lecture.nothing}.</p>}
    {lecture.lostSeconds !== undefined && (
      <p class="remark">The file is cut off: its last {clock(lecture.lostSeconds)} are missing here, too.</p>
    )}
    {lecture.remark && <p class="remark">{lecture.remark}</p>}
  </>
);

/** They stay in corrections.json, and stand nowhere until somebody looks at them. */
const Unmatched = ({ list }: { list: UnmatchedCorrection[] }) =>
  list.length === 0 ? null : (
    <div class="remark">
      <p>Corrections whose words are no longer heard where they were:</p>
      <ul>
        {list.map(({ correction: { start, heard, written } }) => (
          <li key={`${start} ${written.join(' ')}`}>
            {clock(start)} <q>{heard.join(' ')}</q> to <q>{written.join(' ')}</q>
          </li>
        ))}
      </ul>
    </div>
  );

const Neighbours = ({ lecture, lectures }: { lecture: CourseLecture; lectures: CourseLecture[] }) => {
  const at = lectures.findIndex(({ name }) => name === lecture.name);
  const [before, after] = [lectures[at - 1], lectures[at + 1]];
  return (
    <nav class="neighbours" aria-label="Next and previous lecture">
      {before && (
        <a href={lectureLink(before.name)}>
          ← <bdi>{before.name}</bdi>
        </a>
      )}
      {after && (
        <a class="next" href={lectureLink(after.name)}>
          <bdi>{after.name}</bdi> →
        </a>
      )}
    </nav>
  );
};
