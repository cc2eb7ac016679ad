// A Chromium that runs on this machine, as `{ executablePath, args }` on stdout: the one that $CHROMIUM names, one of the
// system's, or the one of the npm package `@sparticuz/chromium`. A program of its own, because only trying it says whether
// the libraries that it needs are there. Prints nothing where none runs.
import { execFileSync } from 'node:child_process';
import packed from '@sparticuz/chromium';

const SYSTEM = [
  ...['chromium', 'chromium-browser', 'google-chrome'],
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const runs = (path: string): boolean => {
  try {
    return /Chrom/.test(
      execFileSync(path, ['--version', '--no-sandbox'], { encoding: 'utf8', stdio: 'pipe' }),
    );
  } catch {
    return false;
  }
};

const pathOf = (program: string): string => {
  try {
    return execFileSync('which', [program], { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return program;
  }
};

/** It brings programs for 64-bit Intel only. */
const unpack = async (): Promise<string> => {
  try {
    return await packed.executablePath();
  } catch {
    return '';
  }
};

const named = [process.env.CHROMIUM ?? '', ...SYSTEM.map(pathOf)].find((path) => path !== '' && runs(path));
const executablePath = named ?? (await unpack());
if (executablePath !== '' && runs(executablePath))
  console.log(JSON.stringify({ executablePath, args: ['--no-sandbox', '--disable-gpu'] }));
