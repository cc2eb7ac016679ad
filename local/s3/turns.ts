// Runs work one after the other for each name.
import { Mutex } from 'async-mutex';

export type Turns = <T>(name: string, work: () => Promise<T>) => Promise<T>;

export const makeTurns = (): Turns => {
  const mutexes = new Map<string, Mutex>();
  return async (name, work) => {
    const mutex = mutexes.get(name) ?? new Mutex();
    mutexes.set(name, mutex);
    try {
      return await mutex.runExclusive(work);
    } finally {
      if (!mutex.isLocked()) mutexes.delete(name);
    }
  };
};
