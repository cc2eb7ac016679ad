// --prefix: the folder in the buckets that holds a course.
import { UserError } from '../../shared/contracts/errors.ts';
import { isListable } from '../../shared/contracts/keys.ts';

const OF_THE_BUCKETS = ['runs', 'work'];

/**
 * `/2026/physics` becomes `2026/physics/`; nothing, or a slash alone, is the top of the bucket.
 * @throws {UserError} with what is wrong.
 */
export const normalisePrefix = (text: string): string => {
  if (text === '' || text === '/') return '';
  const bare = text.normalize('NFC').replace(/^\//, '').replace(/\/$/, '');
  const parts = bare.split('/');
  const fault = parts.map(faultOf).find((found) => found !== undefined);
  if (fault) throw new UserError(`--prefix ${JSON.stringify(text)} ${fault}.`);
  if (OF_THE_BUCKETS.includes(parts[0] ?? ''))
    throw new UserError(`--prefix ${parts[0]}/ is reserved in the buckets: choose another.`);
  return `${bare}/`;
};

const faultOf = (part: string): string | undefined => {
  if (part === '') return 'has two slashes in a row: use one';
  if (part === '.' || part === '..') return `contains ${part}, which is not allowed in a key`;
  // Transcripts would be hidden, and out/.uploader belongs to the local run.
  if (part.startsWith('.'))
    return `contains ${part}: a name that starts with a dot would hide the transcripts`;
  if (part.includes('\\')) return 'has a backslash: use /';
  if (!isListable(part)) return 'has a control character, which S3 cannot list';
  return part.isWellFormed() ? undefined : 'is not valid Unicode';
};
