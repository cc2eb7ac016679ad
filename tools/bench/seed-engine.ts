// The seed's whisper-cli: whisper.cpp as its README says to build it, with its own default options.
// Not this project's engine, which scripts/build-engine.sh builds from the same sources with other options.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hashOf, once } from './cache.ts';

const execute = promisify(execFile);

const PACKAGE = join(import.meta.dirname, '../../node_modules/nodejs-whisper');

/** The second only says where the program finds its libraries, since the folder gets its name when it is complete. */
const OPTIONS = ['-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_BUILD_RPATH_USE_ORIGIN=ON'];

/** The path of whisper-cli. */
export const buildSeedEngine = async (): Promise<string> => {
  const source = join(PACKAGE, 'cpp/whisper.cpp');
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8'));
  // Native code dies on a CPU that lacks what the building one had.
  const key = hashOf(version, OPTIONS, platform(), arch(), cpus()[0]?.model);
  const dir = await once(`seed-engine-${key}`, async (build) => {
    const limits = { maxBuffer: 2 ** 26 };
    await execute('cmake', ['-S', source, '-B', build, ...OPTIONS], limits);
    const target = ['--target', 'whisper-cli', '--parallel', String(availableParallelism())];
    await execute('cmake', ['--build', build, '--config', 'Release', ...target], limits);
  });
  return join(dir, 'bin/whisper-cli');
};
