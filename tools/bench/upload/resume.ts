// Measures what a command sends again after SIGKILL at half of the bytes.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import type { UploadContender } from './contenders.ts';
import type { BenchCourse } from './files.ts';
import type { ServerKind } from './options.ts';
import { inFolder, sendOnce } from './run.ts';
import { type Server, withServer } from './server.ts';

const LOOK_MS = 5;

/** Shares of the course's bytes. `stored`: in complete parts and objects when it was killed. */
export type Resumed = { name: string; arrived: number; stored: number | undefined; second: number };

/** Sends half, is killed, and sends again to the same endpoint. */
export const resume = (contender: UploadContender, course: BenchCourse, kind: ServerKind): Promise<Resumed> =>
  withServer(kind, async (server) => {
    await inFolder(async (cwd) => {
      const { command, args } = contender.command(course.dir, server.endpoint, cwd);
      // In its own process group, so that its children are killed with it.
      const child = spawn(command, args, { cwd, stdio: 'ignore', detached: true });
      await killAt(course.bytes / 2, child, server);
    });
    const { received, stored } = await server.stats();
    const { sentBytes } = await sendOnce(contender, course.dir, server);
    return {
      name: contender.name,
      arrived: received / course.bytes,
      stored: stored === undefined ? undefined : stored / course.bytes,
      second: sentBytes / course.bytes,
    };
  });

const killAt = async (bytes: number, child: ChildProcess, server: Server): Promise<void> => {
  const ended = once(child, 'close');
  while (child.exitCode === null && (await server.stats()).received < bytes) await setTimeout(LOOK_MS);
  if (child.exitCode !== null) throw new Error('It ended before half of it had arrived.');
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  await ended;
};
