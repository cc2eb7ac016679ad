// What the views share: the address, and data that arrive later.
import { useEffect, useState } from 'preact/hooks';
import { parseRoute, type Route } from './route.ts';

export const useRoute = (): Route => {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const follow = () => setRoute(parseRoute(location.hash));
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
};

export type Loaded<T> = { value?: T; fault?: string };

/** @param load is called again when one of `inputs` changes; what it gave before is forgotten. */
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
