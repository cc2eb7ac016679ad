// Prepares a course file for sending: identifies it and, if wanted, extracts its soundtrack.
import type { CourseFile } from '../course/course.ts';
import { assertSettled, assertUnchanged, identify } from './identity.ts';
import type { Prepared } from './types.ts';

/**
 * Reads the file and makes what is sent at the same time.
 * @throws {FileChanging} if the file changed meanwhile: the soundtrack may be of another version than the sum.
 */
export const prepareWith = async (
  file: CourseFile,
  make: () => Promise<Omit<Prepared, 'identity'>>,
  signal: AbortSignal,
): Promise<Prepared> => {
  await assertSettled(file, signal);
  const [made, identified] = await Promise.allSettled([make(), identify(file, signal)]);
  try {
    if (made.status === 'rejected') throw made.reason;
    if (identified.status === 'rejected') throw identified.reason;
    await assertUnchanged(file.path, identified.value);
    return { ...made.value, identity: identified.value };
  } catch (error) {
    if (made.status === 'fulfilled') await made.value.release();
    throw error;
  }
};
