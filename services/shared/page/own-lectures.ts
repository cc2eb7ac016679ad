// The lectures that a course's corrections.json is about: all below it, but for those of a course that lies below it and
// has a file of its own.
import { CORRECTIONS } from '../corrections/corrections.ts';
import { findLectures } from './find-lectures.ts';
import type { PageStore } from './page-store.ts';

export const findOwnLectures = async (store: PageStore): Promise<string[]> => {
  const others: string[] = [];
  for await (const { name } of store.list())
    if (name.endsWith(`/${CORRECTIONS}`)) others.push(name.slice(0, -CORRECTIONS.length));
  const { folders } = await findLectures(store);
  return folders
    .flatMap(({ lectures }) => lectures.map(({ name }) => name))
    .filter((name) => !others.some((other) => name.startsWith(other)));
};
