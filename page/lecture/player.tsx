// The video and its captions. They are made in memory, since browsers load no caption files from the disk.
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { toCues } from '../../services/shared/captions/cues.ts';
import { escapeMarkup } from '../../services/shared/captions/vtt.ts';
import type { Word } from '../../services/shared/contracts/transcript.ts';
import { FolderChooser } from '../course/folder-chooser.tsx';
import type { CourseLecture } from '../course/lectures.ts';
import { SPEEDS, step } from '../keys.ts';
import { keep, recall } from '../memory.ts';
import { onChosen, sourcesOf, type VideoSource } from './video-source.ts';

type VideoRef = { current: HTMLVideoElement | null };
type Props = { lecture: CourseLecture; lectures: CourseLecture[]; words: Word[]; video: VideoRef };

export const Player = ({ lecture, lectures, words, video }: Props) => {
  const [sources, setSources] = useState(() => sourcesOf(lecture));
  const [tried, setTried] = useState(0);
  const [hasLoaded, setLoaded] = useState(false);
  const source = sources[tried];
  const start = ({ currentTarget }: { currentTarget: HTMLVideoElement }): void => {
    setLoaded(true);
    const begin = Number(currentTarget.dataset.begin);
    if (begin > 0) currentTarget.currentTime = begin;
    currentTarget.playbackRate = Number(recall('speed')) || 1;
  };
  // A layout effect, so as not to miss files that are found before the first paint.
  useLayoutEffect(
    () =>
      onChosen(() => {
        // Do not interrupt a video that plays.
        if (video.current && video.current.readyState > 0) return;
        setSources(sourcesOf(lecture));
        setTried(0);
      }),
    [lecture],
  );
  return (
    <>
      {/* biome-ignore lint/a11y/useMediaCaption: the captions are added below, from memory. */}
      <video
        ref={video}
        class={source ? '' : 'hidden'}
        src={source?.url}
        controls
        playsInline
        preload="metadata"
        onLoadedMetadata={start}
        onError={() => setTried(tried + 1)}
      />
      {source?.isSoundtrack && hasLoaded && (
        <p class="facts">This browser cannot play {sources[0]?.label}; this is its soundtrack.</p>
      )}
      {source ? (
        <Controls video={video} lecture={lecture} words={words} />
      ) : (
        <div class="no-video">
          <p>{noVideo(sources)}</p>
          <FolderChooser lectures={lectures} />
        </div>
      )}
    </>
  );
};

const noVideo = (sources: VideoSource[]): string => {
  const first = sources[0]?.label;
  return sources[0]?.isChosen
    ? `This browser cannot play ${first}. It plays mp4, webm, or a soundtrack (m4a, mp3) of the same name in the same folder.`
    : `The video ${first} is not where this page expects it, or the browser cannot play its format.`;
};

const Controls = ({ video, lecture, words }: { video: VideoRef; lecture: CourseLecture; words: Word[] }) => {
  const [speed, setSpeed] = useState(1);
  const [hasCaptions, setCaptions] = useState(false);
  useEffect(() => {
    const element = video.current;
    const follow = (): void => {
      if (!element) return;
      setSpeed(element.playbackRate);
      keep('speed', String(element.playbackRate));
      // Otherwise another file of the same lecture would start at normal speed.
      element.defaultPlaybackRate = element.playbackRate;
    };
    element?.addEventListener('ratechange', follow);
    return () => element?.removeEventListener('ratechange', follow);
  }, []);
  useEffect(() => {
    if (video.current && words.length > 0)
      return addCaptions(video.current, words, lecture.language, setCaptions);
  }, [words]);
  const move = (seconds: number) => () => video.current && step(video.current, seconds);
  const toggle = (): void => {
    const track = video.current?.textTracks[0];
    if (track) track.mode = hasCaptions ? 'hidden' : 'showing';
  };
  return (
    <div class="controls">
      <button type="button" onClick={move(-10)} aria-keyshortcuts="j" title="10 seconds back (j)">
        −10 s
      </button>
      <button type="button" onClick={move(10)} aria-keyshortcuts="l" title="10 seconds forward (l)">
        +10 s
      </button>
      <button
        type="button"
        onClick={toggle}
        aria-pressed={hasCaptions}
        aria-keyshortcuts="c"
        title="Captions (c)"
      >
        Captions
      </button>
      <select
        value={String(speed)}
        aria-label="Speed"
        title="Speed (&lt; and &gt;)"
        onChange={({ currentTarget }) => {
          if (video.current) video.current.playbackRate = Number(currentTarget.value);
        }}
      >
        {SPEEDS.map((value) => (
          <option key={value} value={String(value)}>
            {value}×
          </option>
        ))}
      </select>
    </div>
  );
};

/** @returns a function that removes the cues; the track itself stays with its video. */
const addCaptions = (
  video: HTMLVideoElement,
  words: Word[],
  language: string,
  follow: (isShown: boolean) => void,
): (() => void) => {
  const track = video.textTracks[0] ?? video.addTextTrack('captions', 'Captions', language);
  track.mode = recall('captions') === 'yes' ? 'showing' : 'hidden';
  for (const { start, end, lines } of toCues(words))
    track.addCue(new VTTCue(start, end, lines.map(escapeMarkup).join('\n')));
  const tell = (): void => {
    follow(track.mode === 'showing');
    keep('captions', track.mode === 'showing' ? 'yes' : 'no');
  };
  follow(track.mode === 'showing');
  video.textTracks.addEventListener('change', tell);
  return () => {
    video.textTracks.removeEventListener('change', tell);
    for (const cue of [...(track.cues ?? [])]) track.removeCue(cue);
  };
};
