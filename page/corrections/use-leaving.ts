// What somebody typed and did not finish is saved when the page, or the view, is left.
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * @param save of the latest drawing, unless it was closed before.
 * @returns what closes the field: the first of saving, cancelling and leaving is done, and no other.
 */
export const useLeaving = (save: () => void): ((act: () => void) => void) => {
  const isClosed = useRef(false);
  const close = (act: () => void): void => {
    if (isClosed.current) return;
    isClosed.current = true;
    act();
  };
  const latest = useRef(save);
  latest.current = save;
  useLayoutEffect(() => {
    const leave = (): void => close(latest.current);
    addEventListener('pagehide', leave);
    return () => {
      removeEventListener('pagehide', leave);
      leave();
    };
  }, []);
  return close;
};
