// Runs the uploader as a user does: as a process, with the programs of this checkout.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

/** The smallest bundled model, which makes the tests twice as fast. */
const MODEL = 'tiny.en-q8_0';

export const COURSE = join(ROOT, 'samples/course');

export type Ended = { code: number | null; stdout: string; stderr: string };
export type Started = { child: ChildProcess; ended: Promise<Ended>; says: (words: RegExp) => Promise<void> };

/** @param env replaces the whole environment, but PATH is kept unless `env` has one. */
export const start = (args: string[], cwd: string, env: NodeJS.ProcessEnv = process.env): Started => {
  // Not bin/uploader.js, which would put its own folder of programs before a test's PATH.
  const command =
    'PATH' in env && env.PATH !== process.env.PATH ? 'services/uploader/main.ts' : 'bin/uploader.js';
  const child = spawn(process.execPath, [join(ROOT, command), ...args], {
    cwd,
    env: { PATH: process.env.PATH, WHISPER_MODEL: MODEL, ...env },
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  const says = async (words: RegExp) => {
    while (!words.test(output.stderr)) {
      if (child.exitCode !== null) throw new Error(`It ended without saying ${words}: ${output.stderr}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  return { child, ended, says };
};

export const uploader = (args: string[], cwd: string, env?: NodeJS.ProcessEnv): Promise<Ended> =>
  start(args, cwd, env).ended;
