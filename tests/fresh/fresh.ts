// `npm run test:fresh -- bookworm trixie` runs a newcomer's commands in clean containers of these Debian releases with
// git and make. With the distribution's Node.js, `make demo` must succeed; without Node.js, it must say what is
// missing. FRESH_IMAGE_BOOKWORM and the like replace `debian:bookworm` if that cannot be pulled.
import { execFileSync, spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { CASES, type Case } from './cases.ts';

const ROOT = join(import.meta.dirname, '../..');

const imageOf = (release: string): string =>
  process.env[`FRESH_IMAGE_${release.toUpperCase()}`] || `debian:${release}`;

/** The checkout as a tar file, including uncommitted changes. */
const packCheckout = (folder: string): string => {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const archive = join(folder, 'checkout.tar');
  execFileSync('tar', ['-cf', archive, '--null', '--ignore-failed-read', '-T', '-'], {
    cwd: ROOT,
    input: files,
    stdio: ['pipe', 'inherit', 'ignore'],
  });
  return archive;
};

/** Runs the script in a container with the checkout; its output goes to the log. */
const runIn = async (image: string, script: string, archive: string, log: string): Promise<number> => {
  const args = [
    'run',
    '--rm',
    '-v',
    `${archive}:/checkout.tar:ro`,
    image,
    'bash',
    '-c',
    `exec 2>&1\n${script}`,
  ];
  const child = spawn('docker', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number>((resolve) => child.once('close', (code) => resolve(code ?? -1)));
  await pipeline(child.stdout, createWriteStream(log));
  return ended;
};

const tryCase = async (release: string, { name, script, judge }: Case, folder: string): Promise<boolean> => {
  const log = join(folder, `${release}-${name.replaceAll(/\W+/g, '-')}.log`);
  const started = performance.now();
  const code = await runIn(imageOf(release), script, join(folder, 'checkout.tar'), log);
  const output = readFileSync(log, 'utf8');
  const fault = judge(code, output);
  const seconds = Math.round((performance.now() - started) / 1_000);
  console.log(`| ${release} | ${name} | ${fault ?? 'as it should be'} | ${seconds} s |`);
  if (fault) console.log(`${output.trim().split('\n').slice(-40).join('\n')}\nThe whole log: ${log}`);
  return fault === undefined;
};

const main = async (releases: string[]): Promise<void> => {
  if (releases.length === 0) throw new Error('Which releases? npm run test:fresh -- bookworm trixie');
  const folder = mkdtempSync(join(tmpdir(), 'fresh-'));
  packCheckout(folder);
  console.log('| release | Node.js | result | time |\n|---|---|---|---:|');
  for (const release of releases)
    for (const each of CASES) if (!(await tryCase(release, each, folder))) process.exitCode = 1;
};

await main(process.argv.slice(2));
