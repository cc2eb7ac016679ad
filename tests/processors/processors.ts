// `npm run test:processors` runs the engine on processors that this machine does not have, with qemu. Each must
// transcribe the sample correctly with the right kernels. The image's own Makefile builds the engine, if necessary with
// a cross compiler. `-- Haswell neoverse-n1` tries only these. It takes minutes, so `make test` leaves it out.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';

const ENGINE = join(import.meta.dirname, '../../services/transcriber/engine');
const LIMIT_SECONDS = '3600';

type Family = {
  qemu: string;
  compiler: string;
  install: string;
  /**
   * The expected kernels by qemu's processor names. "max" can do all that this qemu can: any but the plain ones are
   * right.
   */
  processors: Record<string, RegExp>;
};

const FAMILIES: Family[] = [
  {
    qemu: 'qemu-x86_64',
    compiler: 'x86_64-linux-gnu-g++',
    install: 'g++-x86-64-linux-gnu',
    processors: { core2duo: /^plain$/, Nehalem: /^sse4$/, Haswell: /^avx2$/, max: /^(avx|sse)/ },
  },
  {
    qemu: 'qemu-aarch64',
    compiler: 'aarch64-linux-gnu-g++',
    install: 'g++-aarch64-linux-gnu',
    processors: { 'cortex-a57': /^plain$/, 'neoverse-n1': /^dotprod$/, max: /^dotprod$/ },
  },
];

/** Fails if a program is missing, and says how to get it. */
const check = ({ qemu, compiler, install }: Family): void => {
  const tools = [
    [qemu, 'qemu-user'],
    [compiler, install],
  ] as const;
  const missing = tools.filter(([tool]) => spawnSync(tool, ['--version']).status !== 0);
  const how = missing.map(([tool, from]) => `${tool}: apt-get install ${from}`);
  if (how.length > 0) throw new Error(`Needed and not found:\n  ${how.join('\n  ')}`);
};

/** Linked statically, so that it needs no libraries of the other processor. */
const compile = (compiler: string, folder: string): void => {
  const settings = [`OUT=${folder}`, `CXX=${compiler}`, 'LDFLAGS=-static', `-j${availableParallelism()}`];
  execFileSync('make', ['-C', join(ENGINE, 'native'), ...settings], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
};

/** Prints a row of the table: the kernels, and if the engine fails, its own message. */
const hear = (folder: string, qemu: string, processor: string, wanted: RegExp): boolean => {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    join(ENGINE, 'prove-engine.sh'),
    [folder, 'best', qemu, '-cpu', processor],
    { encoding: 'utf8', env: { ...process.env, PROVE_SECONDS: LIMIT_SECONDS } },
  );
  const seconds = Math.round((performance.now() - started) / 1_000);
  const kernels = /"kernels":"(\w+)"/.exec(stdout)?.[1] ?? 'none';
  const reason = status === 0 ? undefined : stderr.trim().split('\n').at(-1);
  const result = reason ?? (wanted.test(kernels) ? "the sample's words" : `${wanted} was to be taken`);
  console.log(`| ${qemu} | ${processor} | ${kernels} | ${result} | ${seconds} s |`);
  return status === 0 && wanted.test(kernels);
};

const tryFamily = ({ qemu, compiler, processors }: Family, names: string[]): boolean[] => {
  const scratch = mkdtempSync(join(tmpdir(), 'engine-'));
  try {
    compile(compiler, scratch);
    return Object.entries(processors)
      .filter(([name]) => names.includes(name))
      .map(([name, kernels]) => hear(scratch, qemu, name, kernels));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

const main = (names: string[]): void => {
  const known = [...new Set(FAMILIES.flatMap(({ processors }) => Object.keys(processors)))];
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`Unknown processors: ${unknown.join(', ')}. Choose from: ${known.join(', ')}`);
  const wanted = names.length > 0 ? names : known;
  const families = FAMILIES.filter(({ processors }) => wanted.some((name) => name in processors));
  families.forEach(check);
  console.log('| emulator | processor | kernels | hears | time |\n|---|---|---|---|---:|');
  if (families.flatMap((family) => tryFamily(family, wanted)).includes(false)) process.exitCode = 1;
};

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
