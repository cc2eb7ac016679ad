// Prints `{ executablePath, args }` of a Chromium that runs on this machine: $CHROMIUM, one of the system, or the one of
// the npm package `@sparticuz/chromium`. Starts each, since only that shows whether its libraries are installed. Prints
// nothing if none runs.
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

/** It supports only 64-bit Intel. */
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
