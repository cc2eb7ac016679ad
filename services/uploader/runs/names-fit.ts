// Whether the disk of the transcripts takes the names that a run will write: not every disk takes 255 bytes, and no
// system takes a path of any length. Asked of the disk itself, before anything is sent.
import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { codeOf, UserError } from '../../shared/contracts/errors.ts';
import { keys } from '../../shared/contracts/keys.ts';
import { OWN_FOLDER } from './ledger.ts';

/** What the local S3 server and a new version beside an edited file add to a name: at most so many bytes. */
const SUFFIX = '_'.repeat(22);

/** How deep in the folder the buckets of a local run lie. */
const DEEPEST = `${OWN_FOLDER}/s3/transcripts`;

/** @throws {UserError} which file has the name, and what to do. */
export const assertNamesFit = async (out: string, videoKeys: string[]): Promise<void> => {
  const nameOf = (key: string) => `${basename(keys.transcript(key, 'json'))}${SUFFIX}`;
  const pathOf = (key: string) => join(out, DEEPEST, `${keys.transcript(key, 'json')}${SUFFIX}`);
  const byName = longest(videoKeys, nameOf);
  const byPath = longest(videoKeys, pathOf);
  if (byName && !(await fits(join(out, nameOf(byName)))))
    throw new UserError(
      `${byName} has a name that is too long for the disk of ${out}: its transcripts could not be written. Shorten it, or give --out on another disk.`,
    );
  if (byPath && !(await fits(pathOf(byPath))))
    throw new UserError(
      `${byPath} has too long a path below ${out}: its transcripts could not be written. Shorten its folders, or give --out with a shorter path.`,
    );
};

const longest = (videoKeys: string[], textOf: (key: string) => string): string | undefined =>
  videoKeys.reduce<string | undefined>(
    (most, key) =>
      most === undefined || Buffer.byteLength(textOf(key)) > Buffer.byteLength(textOf(most)) ? key : most,
    undefined,
  );

const fits = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    (error) => codeOf(error) !== 'ENAMETOOLONG',
  );
