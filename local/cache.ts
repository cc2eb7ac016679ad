// What this user's runs keep between them: models, the speech engine, lectures of the benchmark.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** ~/.cache/course-transcripts/NAME, or below XDG_CACHE_HOME. `make setup` knows it, too. */
export const cacheFolder = (name: string): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'course-transcripts', name);
