// This machine as a destination.
import { join } from 'node:path';
import { type Account, type AccountOptions, openAccount } from '../../../local/account.ts';
import { isUpToDate } from '../../../local/is-up-to-date.ts';
import { locateLocalModel } from '../../../local/model.ts';
import { readTemplate } from '../../../local/template.ts';
import { keys } from '../../shared/contracts/keys.ts';
import { probe } from '../../shared/media/ffmpeg.ts';
import { listRuns } from '../runs/list.ts';
import type { RunControl } from '../runs/run-control.ts';
import type { Destination } from './destination.ts';
import { assertOpenFiles } from './open-files.ts';
import { assertRoomForRun, type RoomCheck, type RoomFile } from './room.ts';
import { openMachineStore } from './store.ts';
import { assertTools } from './tools.ts';

/** As often as progress is printed. Each look lists folders: four a second took seconds of a run of an hour. */
const POLL_MS = 1_000;

/** Hidden in the folder of the transcripts. */
export const STORE_FOLDER = '.uploader';

export const NAME = 'this machine';

/**
 * @param out the folder of the transcripts, which also holds what a run keeps until it ends.
 * @param tools whether the programs start; the check may have begun earlier.
 * @throws {UserError | ToolMissing}
 */
export const openLocal = async (
  out: string,
  options: AccountOptions,
  tools = assertTools(),
): Promise<Destination & RunControl & RoomCheck> => {
  // The template, which the account needs, is parsed while the tools start.
  await Promise.all([assertOpenFiles(), tools, readTemplate()]);
  // An unknown model is refused before anything is written to `out`.
  if (options.model !== undefined) await locateLocalModel(options.model);
  const store = await openMachineStore(join(out, STORE_FOLDER));
  const account = await openAccount(store, options).catch(async (error) => {
    await store.close();
    throw error;
  });
  const { videos, transcripts, executions, ended, engine } = account;
  // The model is hashed while files are looked at. If that fails, whoever needs it learns about it.
  engine.identity({}).catch(() => {});
  const secondsOf = ({ path, key }: RoomFile) =>
    probe(path, key, options).then(
      ({ seconds }) => seconds,
      () => undefined,
    );
  return {
    name: NAME,
    s3: store.s3,
    videos,
    transcripts,
    isUpToDate: (origin, wanted) => isUpToDate(engine, origin, wanted),
    execution: async (run) => executions.get(run),
    ended,
    pollMs: POLL_MS,
    assertRoom: (files) => assertRoomForRun(out, files, { workers: engine.workers, secondsOf }),
    // The lock of the store prevents a second run.
    runningRun: async () => undefined,
    unfinishedRun: () => findUnfinished(account),
    afterInterruption: () => 'What has been transcribed so far is kept.',
    close: async () => {
      await account.settled();
      await engine.close();
      await store.close();
    },
  };
};

/** The newest run, if it has a manifest but no report; the remains of others are deleted. */
const findUnfinished = async ({ videos, transcripts }: Account): Promise<string | undefined> => {
  const runs = await listRuns(videos);
  const newest = runs.at(-1);
  const unfinished = newest && !(await transcripts.head(keys.report(newest))) ? newest : undefined;
  for (const run of runs.filter((run) => run !== unfinished)) {
    await Promise.all([videos.removeAll(keys.run(run)), videos.removeAll(keys.workOf(run))]);
  }
  // It continues with other videos, each of which will record its result again.
  if (unfinished) await videos.removeAll(keys.results(unfinished));
  return unfinished;
};
