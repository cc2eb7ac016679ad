// A lecture: its player and its text, side by side.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { EverywherePanel } from '../corrections/everywhere-panel.tsx';
import { useCorrecting } from '../corrections/use-correcting.ts';
import { loadLecture } from '../course/course.ts';
import type { CourseLecture } from '../course/lectures.ts';
import { useLoaded } from '../hooks.ts';
import { pressKey } from '../keys.ts';
import { recall, recallTime } from '../memory.ts';
import { AllDeleted, Heading, Neighbours, Remarks, UnmatchedList } from './lecture-parts.tsx';
import { toPlaces } from './places.ts';
import { Player } from './player.tsx';
import { Reader } from './reader.tsx';
import { paragraphsOf, toBlocks } from './reading.ts';
import { useRememberedPlace } from './remembered-place.ts';
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
  // A layout effect, so that keys work as soon as the page is visible.
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
        {data && data.text !== '' && (
          <Tools
            lecture={lecture}
            words={words}
            places={places}
            video={video}
            unsure={{ isShown: showsUnsure, show: showUnsure }}
            correcting={correcting}
          />
        )}
        <Remarks lecture={lecture} isLoaded={data !== undefined} fault={fault} />
        <UnmatchedList list={unmatched} />
        {correcting.heard.own.length > 0 && words.length === 0 && (
          <AllDeleted takeBack={correcting.takeAllBack} />
        )}
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

/** A video without metadata yet also keeps the time in its dataset, and starts there once they arrive. */
const goTo = (video: HTMLMediaElement, time: number): void => {
  video.dataset.begin = String(time);
  video.currentTime = time;
  // Without a video, no other event would tell the text.
  if (video.readyState === 0) video.dispatchEvent(new Event('seeking'));
};

/** Where the user stopped, or 0 if that was in the last seconds. */
const unfinished = ({ name, duration }: CourseLecture): number => {
  const time = recallTime(name);
  return time < duration - 5 ? time : 0;
};
