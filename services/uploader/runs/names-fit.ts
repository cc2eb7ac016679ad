// Checks with the disk itself, before anything is sent, that it accepts the names and paths of the transcripts.
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { codeOf, UserError } from '../../shared/contracts/errors.ts';
import { keys } from '../../shared/contracts/keys.ts';
import { OWN_FOLDER } from './ledger.ts';

/** The local S3 server and the `.new` version of an edited file append at most this many bytes. */
const SUFFIX = '_'.repeat(22);

/** The longest path of the local S3 server's own files: `….json` behind a SHA-256. Objects need no path of their own there. */
const DEEPEST = `${OWN_FOLDER}/buckets/.s3/transcripts/of-objects/about/${'_'.repeat(69)}`;

/** @throws {UserError} naming the file and what to do. */
export const assertNamesFit = async (out: string, videoKeys: string[]): Promise<void> => {
  // Absolute, because the server uses it so.
  const folder = resolve(out);
  if (!(await fits(join(folder, DEEPEST))))
    throw new UserError(`The path ${out} is too long. Pass --out with a shorter one.`);
  const nameOf = (key: string) => `${basename(keys.transcript(key, 'json'))}${SUFFIX}`;
  const pathOf = (key: string) => join(folder, `${keys.transcript(key, 'json')}${SUFFIX}`);
  const byName = longest(videoKeys, nameOf);
  const byPath = longest(videoKeys, pathOf);
  if (byName && !(await fits(join(folder, nameOf(byName)))))
    throw new UserError(
      `${byName} has a name that is too long for the disk of ${out}: its transcripts could not be written. Shorten it, or pass --out with a folder on another disk.`,
    );
  if (byPath && !(await fits(pathOf(byPath))))
    throw new UserError(
      `The path of ${byPath} is too long below ${out}: its transcripts could not be written. Shorten its folders, or pass --out with a shorter path.`,
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
