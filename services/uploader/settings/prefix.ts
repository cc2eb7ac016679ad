// --prefix: where in the buckets a course lies. Not the keys below it, which are its files' paths.
import { UserError } from '../../shared/contracts/errors.ts';
import { isListable } from '../../shared/contracts/keys.ts';

const OF_THE_BUCKETS = ['runs', 'work'];

/**
 * `/2026/physics` becomes `2026/physics/`; nothing, or a slash alone, is the top of the bucket.
 * @throws {UserError} with what is wrong about it.
 */
export const normalisePrefix = (text: string): string => {
  if (text === '' || text === '/') return '';
  const bare = text.normalize('NFC').replace(/^\//, '').replace(/\/$/, '');
  const parts = bare.split('/');
  const fault = parts.map(faultOf).find((found) => found !== undefined);
  if (fault) throw new UserError(`--prefix ${JSON.stringify(text)} ${fault}.`);
  if (OF_THE_BUCKETS.includes(parts[0] ?? ''))
    throw new UserError(`--prefix ${parts[0]}/ is used by the buckets themselves: choose another.`);
  return `${bare}/`;
};

const faultOf = (part: string): string | undefined => {
  if (part === '') return 'has an empty part: one slash between two names';
  if (part === '.' || part === '..') return `has the part ${part}, and a key has no way up or in place`;
  // Hidden transcripts, and out/.uploader is the local run's.
  if (part.startsWith('.')) return `has the part ${part}, whose dot would hide the transcripts`;
  if (part.includes('\\')) return 'has a backslash: write /';
  if (!isListable(part)) return "has a control character, which S3's lists cannot hold";
  return part.isWellFormed() ? undefined : 'is not text that UTF-8 can hold';
};
