// A search in slices: the page answers to the next key, which ends the search before it, however large the course is.
import { useLayoutEffect, useState } from 'preact/hooks';
import type { FoundIn } from './search-index.ts';

/** Of the 50 ms after which somebody who types begins to wait; what is found has to be drawn, too. */
const SLICE_MS = 15;

type Result = { query: string; found: FoundIn[] };

/**
 * @param begin gives the steps of a search, as `searching` of the index does.
 * @param seen how much of the course can be searched: with more of it, the search is made again.
 * @returns what was found last, until what is searched for now is found.
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
