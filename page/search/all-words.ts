// Loads the words of the whole course once, for features that need them all.
import { useEffect, useState } from 'preact/hooks';
import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import { loadPart } from '../course/course.ts';

/** Browsers open six connections to a server. */
const AT_ONCE = 6;

export type Progress = { done: number; of: number; faults: string[] };

/** @param visit gets the lectures of each file as it arrives, in any order. */
const loadAll = async (
  files: string[],
  visit: (lectures: LectureData[]) => void,
  tell: (progress: Progress) => void,
): Promise<void> => {
  const waiting = [...files];
  const progress: Progress = { done: 0, of: files.length, faults: [] };
  const work = async (): Promise<void> => {
    for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
      try {
        visit(await loadPart(file));
      } catch (error) {
        progress.faults.push(error instanceof Error ? error.message : String(error));
      }
      progress.done += 1;
      tell({ ...progress });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
};

/** Rendering the progress takes about as long as loading the next files. */
const TELL_EVERY_MS = 200;

/** Collects something from all words, once, and reports the progress. */
export const makeCollected = (visit: (lectures: LectureData[]) => void) => {
  let progress: Progress | undefined;
  let told = 0;
  const listeners = new Set<(progress: Progress) => void>();
  const tell = (next: Progress): void => {
    progress = next;
    if (next.done < next.of && performance.now() - told < TELL_EVERY_MS) return;
    told = performance.now();
    for (const listener of listeners) listener(next);
  };
  const begin = (files: string[]): void => {
    if (progress) return;
    progress = { done: 0, of: files.length, faults: [] };
    void loadAll(files, visit, tell);
  };
  const useProgress = (files: string[]): Progress => {
    const [shown, show] = useState<Progress>(() => progress ?? { done: 0, of: files.length, faults: [] });
    useEffect(() => {
      listeners.add(show);
      begin(files);
      if (progress) show(progress);
      return () => {
        listeners.delete(show);
      };
    }, []);
    return shown;
  };
  return { begin, useProgress };
};
