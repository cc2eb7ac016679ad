// Records what this tool wrote to a folder of transcripts: a file that is no longer as it was written has been edited.
// `.uploader/written.ndjson` is only appended to, one line per version of a file, so that runs can write at the same
// time and a killed one loses nothing:
//   {"path":"week1/lesson1/video1.srt","sha256":"9f86d081…"}
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { z } from 'zod';
import { makeFolder } from '../../shared/system/make-folder.ts';
import { fileFault } from '../failures/file-fault.ts';
import { readTextIfThere } from './read-text.ts';

/** The tool's hidden folder among the transcripts. */
export const OWN_FOLDER = '.uploader';

/** Below the folder of the transcripts. */
const WRITTEN = `${OWN_FOLDER}/written.ndjson`;

/**
 * Finds the folder that runs wrote to, which is `folder` or contains it, and the path from there, ending in a slash.
 * Without a record of runs it is `folder` itself.
 */
export const runsFolderOf = (folder: string): { out: string; prefix: string } => {
  let out = resolve(folder);
  while (!existsSync(join(out, OWN_FOLDER)) && dirname(out) !== out) out = dirname(out);
  if (!existsSync(join(out, OWN_FOLDER))) return { out: folder, prefix: '' };
  const prefix = relative(out, resolve(folder)).split(sep).join('/');
  return { out, prefix: prefix === '' ? '' : `${prefix}/` };
};

const LedgerEntry = z.object({ path: z.string(), sha256: z.string() });
type LedgerEntry = z.infer<typeof LedgerEntry>;

export type Ledger = {
  /** Whether the tool has ever written, or offered, these bytes at this path. */
  has: (path: string, bytes: Buffer | string) => boolean;
  /** Whether the tool has written anything at this path. */
  knows: (path: string) => boolean;
  /** Call before a file is put into place: if the run is killed in between, the extra entry does no harm. */
  add: (files: { path: string; bytes: Buffer | string }[]) => Promise<void>;
};

/** @param out the folder of the transcripts, which may not exist yet. */
export const openLedger = async (out: string): Promise<Ledger> => {
  const file = join(out, WRITTEN);
  const written = new Map<string, Set<string>>();
  const remember = ({ path, sha256 }: LedgerEntry) => {
    const sums = written.get(path) ?? new Set();
    written.set(path, sums.add(sha256));
  };
  for (const line of ((await readTextIfThere(file)) ?? '').split('\n')) {
    const parsed = parse(line);
    if (parsed) remember(parsed);
  }
  const has: Ledger['has'] = (path, bytes) => written.get(path)?.has(sumOf(bytes)) ?? false;
  return {
    has,
    knows: (path) => written.has(path),
    add: async (files) => {
      const fresh = files.filter(({ path, bytes }) => !has(path, bytes));
      if (fresh.length === 0) return;
      const lines = fresh.map(({ path, bytes }): LedgerEntry => ({ path, sha256: sumOf(bytes) }));
      for (const line of lines) remember(line);
      try {
        await makeFolder(dirname(file));
        // Start with a line break: the last line may be incomplete.
        await appendFile(file, `\n${lines.map((line) => JSON.stringify(line)).join('\n')}\n`);
      } catch (error) {
        throw fileFault(error, file);
      }
    },
  };
};

/** Undefined for an empty or incomplete line. */
const parse = (line: string): LedgerEntry | undefined => {
  try {
    return LedgerEntry.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
};

const sumOf = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
