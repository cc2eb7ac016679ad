// Resolves folders, so that none is read twice and links cannot loop.
import { realpath, stat } from 'node:fs/promises';
import { sep } from 'node:path';
import { codeOf } from '../../shared/contracts/errors.ts';

export type Target = { fault: string } | { folder: string | undefined };

/** The target of a symbolic link: a folder with its real path, something else, or nothing. */
export const leadsTo = async (path: string): Promise<Target> => {
  try {
    const found = await stat(path);
    return { folder: found.isDirectory() ? await realpath(path) : undefined };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { fault: 'is a broken link' };
    if (code === 'ELOOP') return { fault: 'is a link that loops' };
    return { fault: 'is a link that you may not follow: check the permissions of its target' };
  }
};

export type Places = {
  root: string;
  /** Marks a folder as taken; returns the reason if it must be skipped. */
  take: (real: string, path: string) => string | undefined;
};

export const makePlaces = async (dir: string, out: string): Promise<Places> => {
  const root = await realpath(dir);
  const transcripts = await placeOf(out, root);
  const taken = new Map<string, string>();
  return {
    root,
    take: (real, path) => {
      if (transcripts && isIn(transcripts, real)) return 'the folder of the transcripts';
      const known = taken.get(real);
      if (known !== undefined) return `the same folder as ${known === '' ? 'the course' : known}`;
      if (path !== '' && isIn(real, root)) return 'a folder that contains the course';
      taken.set(real, path);
      return undefined;
    },
  };
};

/** Undefined if the transcripts do not exist yet, contain the course, or lie beside its videos. */
const placeOf = async (out: string, root: string): Promise<string | undefined> => {
  if (out === '') return undefined;
  const real = await realpath(out).catch(() => undefined);
  return real === undefined || isIn(real, root) ? undefined : real;
};

const isIn = (outer: string, inner: string): boolean =>
  inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : `${outer}${sep}`);
