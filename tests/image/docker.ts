// Checks whether functions can be built and invoked in containers here, and reads the files of an image.
import { execFileSync, spawnSync } from 'node:child_process';

const works = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

export const hasDocker = works('docker', 'info') && works('sam', '--version');

/** The tag that `sam build` gives to the image of all three functions. */
export const IMAGE = 'splitfunction:transcriber';

/** The output of a program in the image. */
export const runInImage = (program: string, ...args: string[]): string =>
  execFileSync('docker', ['run', '--rm', '--entrypoint', program, IMAGE, ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });

/** Copies all files of the image into the folder. */
export const unpackImage = (folder: string): void => {
  const container = execFileSync('docker', ['create', IMAGE], { encoding: 'utf8' }).trim();
  try {
    const unpack = `docker export ${container} | tar -x -C "$0" --exclude=dev`;
    execFileSync('sh', ['-c', unpack, folder]);
  } finally {
    execFileSync('docker', ['rm', container], { stdio: 'ignore' });
  }
};
