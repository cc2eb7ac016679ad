// The folder for files that a user's runs share: models, the speech engine, benchmark lectures.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** ~/.cache/course-transcripts/NAME, or below XDG_CACHE_HOME. `make setup` uses it, too. */
export const cacheFolder = (name: string): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'course-transcripts', name);
