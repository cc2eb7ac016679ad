// Describes the machine in one line, without its name or its user's: measurements mean nothing without it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch, availableParallelism, cpus, release, totalmem, type } from 'node:os';

export const describeMachine = (): string => {
  const cores = availableParallelism();
  return [
    cpus()[0]?.model.trim() || `a CPU of kind ${arch()}`,
    `${cores} ${cores === 1 ? 'core' : 'cores'}`,
    `${(totalmem() / 2 ** 30).toFixed(0)} GB memory`,
    `${systemName()} (${release()})`,
    `Node.js ${process.versions.node}`,
    ffmpegVersion(),
    new Date().toISOString().slice(0, 10),
  ].join(', ');
};

const systemName = (): string => {
  const about = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return /^PRETTY_NAME="(.+)"$/m.exec(about)?.[1] ?? type();
};

/** `ffmpeg version 5.1.9-0+deb12u1 Copyright (c) …` */
const ffmpegVersion = (): string => {
  const output = execFileSync('ffmpeg', ['-version'], { encoding: 'utf8' });
  return `ffmpeg ${/^ffmpeg version (\S+)/.exec(output)?.[1] ?? 'of unknown version'}`;
};
