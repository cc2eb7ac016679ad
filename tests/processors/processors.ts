// `npm run test:processors`: the image's engine on processors that this machine does not have, by qemu. Each has to hear the
// sample's words, with the library that ggml chooses there. x86-64: the engine of the built image; arm64: cross-compiled.
// IMAGE names the image (default: that of `make image`). Minutes for each processor, so `make test` leaves it out.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crossCompile } from './cross-compile.ts';

const ROOT = join(import.meta.dirname, '../..');
const IMAGE = process.env.IMAGE || 'splitfunction:transcriber';
const ARM64_LIBRARIES = process.env.ARM64_ROOT || '/usr/aarch64-linux-gnu';
const LIMIT_SECONDS = '3600';

/** By qemu's names. "max" is whatever this qemu can do. */
const X86_64 = ['Nehalem', 'Haswell', 'max'];
const ARM64 = ['cortex-a57', 'neoverse-n1', 'max'];

const NEEDED = [
  ['qemu-x86_64', 'apt-get install qemu-user'],
  ['qemu-aarch64', 'apt-get install qemu-user'],
  ['aarch64-linux-gnu-g++', 'apt-get install g++-aarch64-linux-gnu'],
  ['cmake', 'make setup'],
  ['docker', 'https://docs.docker.com/engine/install'],
] as const;

const works = (command: string, ...args: string[]): boolean =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

/** What is missing, and how to get it. */
const missing = (): string[] => {
  const tools = NEEDED.filter(([tool]) => !works(tool, '--version')).map(([tool, how]) => `${tool}: ${how}`);
  const image = works('docker', 'image', 'inspect', IMAGE) ? [] : [`the image ${IMAGE}: make image`];
  return [...tools, ...image];
};

/** The image's files, which are enough of a system for its engine. */
const unpackImage = (folder: string): void => {
  const container = execFileSync('docker', ['create', IMAGE, 'x'], { encoding: 'utf8' }).trim();
  try {
    execFileSync('sh', ['-c', `docker export ${container} | tar -x -C "$0" --exclude=dev`, folder]);
  } finally {
    execFileSync('docker', ['rm', container], { stdio: 'ignore' });
  }
};

type Engine = { qemu: string; root: string; folder: string };

/** A row of the table; the engine's own reason where it does not hear. */
const hear = (processor: string, { qemu, root, folder }: Engine): boolean => {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(
    join(ROOT, 'services/transcriber/engine/prove-engine.sh'),
    [folder, qemu, '-L', root, '-cpu', processor],
    { encoding: 'utf8', env: { ...process.env, GGML_CPU_EXCEPT: '', PROVE_SECONDS: LIMIT_SECONDS } },
  );
  const seconds = Math.round((performance.now() - started) / 1_000);
  const library = /^ggml_backend_load_best: libggml-cpu-(\S+)\.so$/m.exec(stdout)?.[1] ?? 'none';
  const result = status === 0 ? "the sample's words" : (stderr.trim().split('\n').at(-1) ?? '');
  console.log(`| ${qemu} | ${processor} | ${library} | ${result} | ${seconds} s |`);
  return status === 0;
};

const main = (): void => {
  const lacking = missing();
  if (lacking.length > 0) throw new Error(`Needed and not found:\n  ${lacking.join('\n  ')}`);
  const root = mkdtempSync(join(tmpdir(), 'image-'));
  try {
    unpackImage(root);
    const x86 = { qemu: 'qemu-x86_64', root, folder: join(root, 'opt/whisper') };
    const arm = { qemu: 'qemu-aarch64', root: ARM64_LIBRARIES, folder: crossCompile(console.error) };
    console.log('| emulator | processor | library | hears | time |\n|---|---|---|---|---:|');
    const heard = [...X86_64.map((name) => hear(name, x86)), ...ARM64.map((name) => hear(name, arm))];
    if (heard.includes(false)) process.exitCode = 1;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
