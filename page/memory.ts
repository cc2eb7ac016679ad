// What this browser keeps of the course: where one was in each lecture, and how the page looks. A browser may refuse to
// keep anything; then the page forgets.

/** Pages on one disk share what is kept, so each course has its own name there. */
const key = (name: string): string => `course-page:${location.pathname}:${name}`;

export const recall = (name: string): string | undefined => {
  try {
    return localStorage.getItem(key(name)) ?? undefined;
  } catch {
    return undefined;
  }
};

/** @returns whether it is kept. */
export const keep = (name: string, value: string): boolean => {
  try {
    localStorage.setItem(key(name), value);
    return true;
  } catch {
    return false;
  }
};

/** Another window of the course has kept something under this name. */
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
