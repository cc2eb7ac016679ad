// Whether the functions can be built and invoked in containers here.
import { spawnSync } from 'node:child_process';

const works = (command: string, ...args: string[]) =>
  spawnSync(command, args, { stdio: 'ignore' }).status === 0;

export const hasDocker = works('docker', 'info') && works('sam', '--version');
