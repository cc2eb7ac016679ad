// Hooks that the views share, for the address and for data that load later.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { parseRoute, type Route } from './route.ts';

export const useRoute = (): Route => {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  // A layout effect: the keys and links work at once, too, and an address that nobody follows is lost.
  useLayoutEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
};

/** Scroll positions of the lists, restored on the way back. */
const scrolls = new Map<string, number>();

/** Scrolls a new view to its top and moves the focus there, for the keyboard and screen readers. */
export const useArrival = (route: Route): void => {
  const place = route.view === 'lecture' ? route.name : route.view;
  const isFirst = useRef(true);
  useLayoutEffect(() => {
    const leave = ({ oldURL }: HashChangeEvent): void => {
      scrolls.set(new URL(oldURL).hash, scrollY);
    };
    addEventListener('hashchange', leave, { capture: true });
    return () => removeEventListener('hashchange', leave, { capture: true });
  }, []);
  useLayoutEffect(() => {
    if (isFirst.current) isFirst.current = false;
    else {
      scrollTo(0, route.view === 'lecture' ? 0 : (scrolls.get(location.hash) ?? 0));
      if (!(document.activeElement instanceof HTMLInputElement))
        document.getElementById('main')?.focus({ preventScroll: true });
    }
  }, [place]);
};

export type Loaded<T> = { value?: T; fault?: string };

/** Opens a dialog in a layout effect, so that an Escape pressed at once closes it. @returns the dialog's ref */
export const useModal = () => {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  return dialog;
};

/** @param load is called again when one of `inputs` changes; the earlier result is dropped. */
export const useLoaded = <T>(load: () => Promise<T>, inputs: unknown[]): Loaded<T> => {
  const [loaded, setLoaded] = useState<Loaded<T>>({});
  useEffect(() => {
    let isWanted = true;
    setLoaded({});
    load().then(
      (value) => isWanted && setLoaded({ value }),
      (error: unknown) =>
        isWanted && setLoaded({ fault: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isWanted = false;
    };
  }, inputs);
  return loaded;
};
