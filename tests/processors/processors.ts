// `npm run test:processors`: the image's engine on processors that this machine does not have, by qemu. Each has to hear the
// sample's words, with the library that ggml chooses there. x86-64: the engine of the built image; arm64: cross-compiled.
// `-- Haswell neoverse-n1` tries only these. IMAGE names the image (default: that of `make image`). Minutes for each
// processor, so `make test` leaves it out.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crossCompile } from './cross-compile.ts';

const ROOT = join(import.meta.dirname, '../..');
const IMAGE = process.env.IMAGE || 'splitfunction:transcriber';
const ARM64_LIBRARIES = process.env.ARM64_ROOT || '/usr/aarch64-linux-gnu';
const LIMIT_SECONDS = '3600';

type Family = {
  qemu: string;
  /** By qemu's names. "max" is whatever this qemu can do. */
  processors: string[];
  needs: (readonly [string, string])[];
  /** Gives the folder that qemu takes for the root, and the engine's, which may be made in the scratch folder. */
  prepare: (scratch: string) => { root: string; engine: string };
};

const FAMILIES: Family[] = [
  {
    qemu: 'qemu-x86_64',
    processors: ['Nehalem', 'Haswell', 'max'],
    needs: [['docker', 'https://docs.docker.com/engine/install']],
    prepare: (scratch) => {
      unpackImage(scratch);
      return { root: scratch, engine: join(scratch, 'opt/whisper') };
    },
  },
  {
    qemu: 'qemu-aarch64',
    processors: ['cortex-a57', 'neoverse-n1', 'max'],
    needs: [
      ['aarch64-linux-gnu-g++', 'apt-get install g++-aarch64-linux-gnu'],
      ['cmake', 'make setup'],
    ],
    prepare: () => ({ root: ARM64_LIBRARIES, engine: crossCompile(console.error) }),
  },
];

const works = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** Refuses where something is missing, and says how to get it. */
const check = ({ qemu, needs }: Family): void => {
  const tools = [[qemu, 'apt-get install qemu-user'] as const, ...needs];
  const missing = tools.filter(([tool]) => !works(tool, '--version')).map(([tool, how]) => `${tool}: ${how}`);
  if (missing.length > 0) throw new Error(`Needed and not found:\n  ${missing.join('\n  ')}`);
};

/** The image's files, which are enough of a system for its engine. */
const unpackImage = (folder: string): void => {
  if (!works('docker', 'image', 'inspect', IMAGE)) throw new Error(`There is no image ${IMAGE}: make image`);
  const container = execFileSync('docker', ['create', IMAGE, 'x'], { encoding: 'utf8' }).trim();
  try {
    execFileSync('sh', ['-c', `docker export ${container} | tar -x -C "$0" --exclude=dev`, folder]);
  } finally {
    execFileSync('docker', ['rm', container], { stdio: 'ignore' });
  }
};

/** Prints a row of the table: the library, and the engine's own reason where it does not hear. */
const hear = (processor: string, qemu: string, root: string, engine: string): boolean => {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    join(ROOT, 'services/transcriber/engine/prove-engine.sh'),
    [engine, qemu, '-L', root, '-cpu', processor],
    { encoding: 'utf8', env: { ...process.env, GGML_CPU_EXCEPT: '', PROVE_SECONDS: LIMIT_SECONDS } },
  );
  const seconds = Math.round((performance.now() - started) / 1_000);
  const library = /^ggml_backend_load_best: libggml-cpu-(\S+)\.so$/m.exec(stdout)?.[1] ?? 'none';
  const result = status === 0 ? "the sample's words" : (stderr.trim().split('\n').at(-1) ?? '');
  console.log(`| ${qemu} | ${processor} | ${library} | ${result} | ${seconds} s |`);
  return status === 0;
};

const tryFamily = (family: Family, processors: string[]): boolean[] => {
  const scratch = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    const { root, engine } = family.prepare(scratch);
    return processors.map((processor) => hear(processor, family.qemu, root, engine));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
};

const main = (names: string[]): void => {
  const known = FAMILIES.flatMap(({ processors }) => processors);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new Error(`Unknown processors: ${unknown.join(', ')}. Choose from: ${known.join(', ')}`);
  const wanted = FAMILIES.map((family) => {
    const processors = family.processors.filter((name) => names.length === 0 || names.includes(name));
    return { family, processors };
  }).filter(({ processors }) => processors.length > 0);
  for (const { family } of wanted) check(family);
  console.log('| emulator | processor | library | hears | time |\n|---|---|---|---|---:|');
  const heard = wanted.flatMap(({ family, processors }) => tryFamily(family, processors));
  if (heard.includes(false)) process.exitCode = 1;
};

try {
  main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
