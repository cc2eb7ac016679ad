// A lecture at a glance: speech and how sure its words are, pauses, and speech without words.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { Span, Word } from '../../services/shared/contracts/transcript.ts';
import { clock } from '../clock.ts';
import { toBins } from './strip-bins.ts';

type Props = {
  words: Word[];
  gaps: Span[];
  duration: number;
  video: { current: HTMLVideoElement | null };
  seek: (time: number) => void;
};

const BINS = 240;
/** Words this sure fill the strip's height. */
const LEAST_HEIGHT = 0.2;
/** Space around the drawing: bins at its sides, and a share of its height above and below. */
const MARGIN = 3;
const TOP = 0.16;

export const Strip = ({ words, gaps, duration, video, seek }: Props) => {
  const bins = useMemo(() => toBins(words, duration, BINS), [words, duration]);
  const head = useRef<SVGRectElement>(null);
  useEffect(() => {
    const element = video.current;
    const follow = (): void => {
      head.current?.setAttribute('x', String((BINS * (element?.currentTime ?? 0)) / (duration || 1)));
    };
    element?.addEventListener('timeupdate', follow);
    return () => element?.removeEventListener('timeupdate', follow);
  }, [duration]);
  const click = (event: MouseEvent): void => {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    const bin = ((event.clientX - left) / width) * (BINS + 2 * MARGIN) - MARGIN;
    seek((Math.max(0, Math.min(bin, BINS)) / BINS) * duration);
  };
  const scale = BINS / (duration || 1);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys of the player do the same.
    <svg
      class="strip"
      viewBox={`${-MARGIN} ${-TOP} ${BINS + 2 * MARGIN} ${1 + 2 * TOP}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`Speech over the ${clock(duration)} of the lecture; ${gaps.length} gap${gaps.length === 1 ? '' : 's'}`}
      onClick={click}
    >
      {bins.map((sure, bin) => {
        if (sure === undefined) return null;
        const height = Math.max(LEAST_HEIGHT, sure);
        return <rect key={bin} class="speech" x={bin} y={1 - height} width="1.05" height={height} />;
      })}
      {gaps.map(({ start, end }) => (
        <rect
          key={start}
          class="gap"
          x={start * scale}
          y="0"
          width={Math.max(1, (end - start) * scale)}
          height="1"
        />
      ))}
      <rect ref={head} class="head" x="0" y={-TOP} width="1" height={1 + 2 * TOP} />
    </svg>
  );
};
