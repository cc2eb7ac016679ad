// Highlights the spoken word.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Word } from '../../services/shared/contracts/transcript.ts';
import { mark, type Paragraphs, rangeOfWord } from './places.ts';
import { lastUpTo } from './reading.ts';

type LitProps = {
  words: Word[];
  places: Paragraphs;
  video: { current: HTMLVideoElement | null };
  text: { current: HTMLDivElement | null };
  /** Changes when the same words are rendered in new elements. */
  drawn: unknown;
};

/** Words light up a little early, since the eye needs time. */
const AHEAD_SECONDS = 0.05;

/** Highlights the spoken word while the video runs, and keeps it in view until the user scrolls away. */
export const useLitWord = ({ words, places, video, text, drawn }: LitProps) => {
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
  }, [words, places, drawn]);
  return { isFollowing, follow };
};

/** Scrolls the word below the header or player, and above the bottom of the screen. */
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

/** How far down the header covers the text; on a narrow screen, the player does, too. */
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
