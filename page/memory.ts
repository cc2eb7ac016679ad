// Keeps data in this browser: the position in each lecture, corrections, and how the page looks. If the browser refuses,
// the page forgets them.

/** All pages on one disk share their storage, so each course has its own name there. */
const key = (name: string): string => `course-page:${location.pathname}:${name}`;

export const recall = (name: string): string | undefined => {
  try {
    return localStorage.getItem(key(name)) ?? undefined;
  } catch {
    return undefined;
  }
};

/** @returns whether the browser keeps it. */
export const keep = (name: string, value: string): boolean => {
  try {
    localStorage.setItem(key(name), value);
    return true;
  } catch {
    return false;
  }
};

/** Calls back when another window of the course keeps something under this name. */
export const onKeptElsewhere = (name: string, listener: () => void): void =>
  addEventListener('storage', (event) => {
    if (event.key === key(name)) listener();
  });

type Bookmark = { name: string; time: number };

const LAST = 'last';

export const keepPlace = (place: Bookmark): void => {
  keep(LAST, JSON.stringify(place));
  keep(`at:${place.name}`, String(place.time));
};

export const recallLast = (): Bookmark | undefined => {
  try {
    const { name, time } = JSON.parse(recall(LAST) ?? '{}');
    return typeof name === 'string' && typeof time === 'number' ? { name, time } : undefined;
  } catch {
    return undefined;
  }
};

export const recallTime = (name: string): number => Number(recall(`at:${name}`)) || 0;
