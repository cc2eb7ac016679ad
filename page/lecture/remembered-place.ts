// Remembers the position in a lecture.
import { useEffect } from 'preact/hooks';
import type { CourseLecture } from '../course/lectures.ts';
import { keepPlace, recallTime } from '../memory.ts';

const KEEP_EVERY_SECONDS = 3;

export const useRememberedPlace = (
  video: { current: HTMLVideoElement | null },
  { name }: CourseLecture,
): void => {
  useEffect(() => {
    const element = video.current;
    let kept = 0;
    const remember = (): void => {
      const time = element?.currentTime ?? 0;
      if (Math.abs(time - kept) < KEEP_EVERY_SECONDS) return;
      kept = time;
      keepPlace({ name, time });
    };
    const rememberEnd = (): void => keepPlace({ name, time: element?.currentTime ?? 0 });
    keepPlace({ name, time: recallTime(name) });
    element?.addEventListener('timeupdate', remember);
    element?.addEventListener('ended', rememberEnd);
    return () => {
      element?.removeEventListener('timeupdate', remember);
      element?.removeEventListener('ended', rememberEnd);
    };
  }, [name]);
};
