// What somebody typed and did not finish is saved when the page, or the view, is left.
import { useLayoutEffect, useRef } from 'preact/hooks';

/** @param save of the latest drawing; it may be called more than once. */
export const useLeaving = (save: () => void): void => {
  const latest = useRef(save);
  latest.current = save;
  useLayoutEffect(() => {
    const leave = (): void => latest.current();
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
};
