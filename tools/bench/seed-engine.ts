// The seed's whisper-cli: whisper.cpp, built as its README says, with its default options. It is the only part of this
// project that needs whisper.cpp, so npm fetches the sources for it, and cmake must be installed.
import { execFile } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { arch, availableParallelism, cpus, platform } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hashOf, once } from './cache.ts';

const execute = promisify(execFile);

/** The npm package that contains the sources of whisper.cpp 1.9.1, and its checksum. */
const PACKAGE = 'nodejs-whisper@0.3.1';
const INTEGRITY = 'ceoilUVraRuR5FnNyXpGQT2auAR48Oc3AQBEmkXnVpSn9iN6yVRzQBFCqVTGWbk6Wdi95NhvwXNzFvuR7erLWw==';

/** With the second option, the libraries are found even after the folder is renamed. */
const OPTIONS = ['-DCMAKE_BUILD_TYPE=Release', '-DCMAKE_BUILD_RPATH_USE_ORIGIN=ON'];

/**
 * Before gcc 14, a build with AMX crashes on a processor that has it, because the stores of its tile configuration are
 * optimised away. Without AMX, the seed's command at least runs there.
 */
const withoutAmx = async (): Promise<string[]> => {
  const has = await readFile('/proc/cpuinfo', 'utf8').then(
    (text) => /\bamx_tile\b/.test(text),
    () => false,
  );
  const flags = '-mno-amx-tile -mno-amx-int8 -mno-amx-bf16';
  return has ? [`-DCMAKE_C_FLAGS=${flags}`, `-DCMAKE_CXX_FLAGS=${flags}`] : [];
};

/** Returns the path of whisper-cli. */
export const buildSeedEngine = async (): Promise<string> => {
  // Native code crashes on a processor that lacks features of the building one.
  const settings = [...OPTIONS, ...(await withoutAmx())];
  const key = hashOf(PACKAGE, settings, platform(), arch(), cpus()[0]?.model);
  const dir = await once(`seed-engine-${key}`, async (build) => {
    const limits = { maxBuffer: 2 ** 26 };
    const source = await fetchSources(build);
    await execute('cmake', ['-S', source, '-B', build, ...settings], limits);
    const target = ['--target', 'whisper-cli', '--parallel', String(availableParallelism())];
    await execute('cmake', ['--build', build, '--config', 'Release', ...target], limits);
    await rm(join(build, 'package'), { recursive: true });
  });
  return join(dir, 'bin/whisper-cli');
};

/** @throws {Error} if npm has no such package, or its checksum differs. */
const fetchSources = async (folder: string): Promise<string> => {
  const { stdout } = await execute('npm', ['pack', '--silent', PACKAGE, '--pack-destination', folder]);
  const archive = join(folder, stdout.trim());
  if (hash('sha512', await readFile(archive), 'base64') !== INTEGRITY)
    throw new Error(`npm's ${PACKAGE} is not the one that the benchmark was made with.`);
  await execute('tar', ['-xzf', archive, '-C', folder, 'package/cpp']);
  await rm(archive);
  return join(folder, 'package/cpp/whisper.cpp');
};
