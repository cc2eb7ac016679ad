// This machine as a destination.
import { statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../shared/errors.ts';
import { keys } from '../../shared/keys.ts';
import { run as runProgram } from '../../shared/process.ts';
import { isAsGood } from '../../shared/up-to-date.ts';
import type { Destination } from '../destination.ts';
import { listRuns } from '../runs.ts';
import { bytes } from '../summary.ts';
import { type Account, type AccountOptions, openAccount } from './account.ts';
import { openStore } from './store.ts';

const POLL_MS = 250;

/** Inside the folder of the transcripts, out of sight. */
const STORE_FOLDER = '.uploader';

/**
 * @param out the folder of the transcripts; what a run keeps until it ends lies in there too.
 * @throws {UserError | ToolMissing}
 */
export const openLocal = async (out: string, options: AccountOptions): Promise<Destination> => {
  await assertTools();
  const store = await openStore(join(out, STORE_FOLDER));
  const account = await openAccount(store, options).catch(async (error) => {
    await store.close();
    throw error;
  });
  const { videos, transcripts, executions, engine } = account;
  return {
    name: 'this machine',
    s3: store.s3,
    videos,
    transcripts,
    isUpToDate: async (origin, wanted) => {
      const identity = await engine.identity(wanted);
      return origin !== undefined && isAsGood(origin, identity, wanted);
    },
    execution: async (run) => executions.get(run),
    pollMs: POLL_MS,
    assertRoom: (sizes) => assertRoom(out, sizes),
    // The lock of the store sees to that.
    runningRun: async () => undefined,
    unfinishedRun: () => findUnfinished(account),
    afterInterruption: () => 'What is transcribed so far is kept.',
    close: async () => {
      await account.settled();
      await store.close();
    },
  };
};

/** The newest run, where it has a manifest and no report; what others left is deleted. */
const findUnfinished = async ({ videos, transcripts }: Account): Promise<string | undefined> => {
  const runs = await listRuns(videos);
  const newest = runs.at(-1);
  const unfinished = newest && !(await transcripts.head(keys.report(newest))) ? newest : undefined;
  for (const run of runs.filter((run) => run !== unfinished)) {
    await Promise.all([videos.removeAll(keys.run(run)), videos.removeAll(keys.workOf(run))]);
  }
  // It has other videos to do now, and each will say again how it ended.
  if (unfinished) await videos.removeAll(keys.results(unfinished));
  return unfinished;
};

/** The store keeps a copy of each video until it is transcribed, and needs the largest one twice while it arrives. */
const assertRoom = async (out: string, sizes: number[]): Promise<void> => {
  const needed = sizes.reduce((sum, size) => sum + size, 0) + Math.max(0, ...sizes);
  const { bavail, bsize } = await statfs(out);
  if (needed <= bavail * bsize) return;
  throw new UserError(
    `The run needs ${bytes(needed)} on the disk of ${out}, which has ${bytes(bavail * bsize)} free. ` +
      'Free some space, or give --out on a larger disk.',
  );
};

const assertTools = async (): Promise<void> => {
  await Promise.all([
    runProgram('ffmpeg', ['-version']),
    runProgram('whisper-cli', ['--help']),
    runProgram('whisper-vad-speech-segments', ['--help']),
  ]);
};
