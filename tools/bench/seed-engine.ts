// Builds the original project's whisper-cli: whisper.cpp as its README describes, with default options. This project's
// engine is built by scripts/build-engine.sh.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hashOf, once } from './cache.ts';

const execute = promisify(execFile);

const PACKAGE = join(import.meta.dirname, '../../node_modules/nodejs-whisper');

/** The second option makes the libraries found after the folder is renamed. */
const OPTIONS = ['-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_BUILD_RPATH_USE_ORIGIN=ON'];

/** Returns the path of whisper-cli. */
export const buildSeedEngine = async (): Promise<string> => {
  const source = join(PACKAGE, 'cpp/whisper.cpp');
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
  // Native code crashes on a CPU that lacks features of the one it was built on.
  const key = hashOf(version, OPTIONS, platform(), arch(), cpus()[0]?.model);
  const dir = await once(`seed-engine-${key}`, async (build) => {
    const limits = { maxBuffer: 2 ** 26 };
    await execute('cmake', ['-S', source, '-B', build, ...OPTIONS], limits);
    const target = ['--target', 'whisper-cli', '--parallel', String(availableParallelism())];
    await execute('cmake', ['--build', build, '--config', 'Release', ...target], limits);
  });
  return join(dir, 'bin/whisper-cli');
};
