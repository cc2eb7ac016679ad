// Saves unfinished typing when the user leaves the page or the view.
import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * @param save is called when the user leaves, unless the field was closed before.
 * @returns a function that closes the field: only the first of saving, cancelling and leaving takes effect.
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
