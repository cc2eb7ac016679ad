#!/usr/bin/env node
// Starts the uploader (the sources in a checkout, the bundle in an npm installation), checks Node.js, and adds the programs
// that `make setup` installed to the PATH.
import { existsSync, mkdirSync } from 'node:fs';
import module from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `The uploader needs Node.js 24, and this is ${process.version}. In its checkout: make setup, then npx uploader.`,
  );
  process.exit(1);
}
// An older Node.js runs up to here, and does not support import.meta.dirname.
const programs = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));
/** Without HOME, a user that the system does not know (`docker run --user 1234`) has no home, and to ask for it throws. */
const hasHome = () => {
  try {
    return homedir() !== '';
  } catch {
    return false;
  }
};
if (!hasHome()) process.env.HOME = '/dev/null';
const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'course-transcripts');
process.env.PATH = [programs, process.env.PATH, join(cache, 'engine/current')]
  .filter(Boolean)
  .join(delimiter);
// Otherwise V8 accumulates 200 MB of garbage while twenty thousand small files are sent, instead of 50 MB.
setFlagsFromString('--optimize-for-size');
// With that flag alone, V8 collects after every 10 MB, buffers of sound included: 4 s of CPU time for an hour of sound.
setFlagsFromString('--heap-growing-percent=100');
// At exit Node.js waits for background compilation, which sometimes waits for a garbage collection that never comes: the
// command would hang after its last line (nodejs/node#54918).
for (const flag of ['--no-concurrent-sparkplug', '--no-maglev']) setFlagsFromString(flag);
/** Not with mkdir's `recursive`, which never returns if the system answers ENOENT (/proc, automounters). */
const isMade = (folder) => {
  if (existsSync(folder)) return true;
  if (dirname(folder) === folder || !isMade(dirname(folder))) return false;
  try {
    mkdirSync(folder);
  } catch {
    // Another run may have created it.
  }
  return existsSync(folder);
};
// Saves a third of a second at each start.
if (isMade(join(cache, 'compile'))) module.enableCompileCache(join(cache, 'compile'));
const sources = new URL('../services/uploader/main.ts', import.meta.url);
try {
  await import(existsSync(sources) ? sources.href : '../dist/uploader.js');
} catch (error) {
  const help = {
    EMFILE: 'This terminal lets a program open too few files. Raise the limit: ulimit -n 4096',
    ERR_MODULE_NOT_FOUND: 'This checkout is not set up yet. Run: make setup',
  }[error?.code];
  if (!help) throw error;
  console.error(help);
  process.exit(1);
}
