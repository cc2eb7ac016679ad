// Searches in slices, so that even in a large course the page reacts to the next key, which ends the search.
import { useLayoutEffect, useState } from 'preact/hooks';
import type { FoundIn } from './search-index.ts';

/** People notice a delay of 50 ms, and rendering takes the rest. */
const SLICE_MS = 15;

type Result = { query: string; found: FoundIn[] };

/**
 * @param begin returns the steps of a search, like the index's `searching`.
 * @param seen how much of the course is loaded; when it grows, the search runs again.
 * @returns the previous result until the current search is done.
 */
export const useSearch = (
  begin: (query: string) => Generator<undefined, FoundIn[]>,
  query: string,
  seen: number,
): Result => {
  const [result, show] = useState<Result>({ query: '', found: [] });
  useLayoutEffect(() => {
    const steps = begin(query);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const work = (): void => {
      const end = performance.now() + SLICE_MS;
      let step = steps.next();
      while (!step.done && performance.now() < end) step = steps.next();
      if (step.done) show({ query, found: step.value });
      else timer = setTimeout(work);
    };
    work();
    return () => clearTimeout(timer);
  }, [query, seen]);
  return result;
};
