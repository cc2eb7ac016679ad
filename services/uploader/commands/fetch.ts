// `uploader fetch RUN --out DIR`: downloads the transcripts that the run has finished so far, except those already there.
import { z } from 'zod';
import { originOf } from '../../shared/aws/up-to-date.ts';
import { EXIT, type ExitCode } from '../failures/exit-codes.ts';
import { ofState, type RunReporter } from '../output/run-events.ts';
import { claimFolder } from '../runs/claim.ts';
import { type Fetched, fetchTranscripts } from '../runs/download.ts';
import { findRun } from '../runs/list.ts';
import { hasEnded, readRun } from '../runs/read.ts';
import type { RunSource } from '../runs/run-control.ts';
import { defineRunCommand, RunFlags } from './command.ts';
import { OutFlags, outOption, overwriteOption } from './flags.ts';
import { foundNothing } from './watch.ts';

type FetchOptions = { run: string; out: string; overwrite: boolean };

/** In a run that is still going, a missing transcript is not a failure. */
export const fetch = async (
  { run, out, overwrite }: FetchOptions,
  destination: RunSource,
  { emit }: RunReporter,
): Promise<ExitCode> => {
  const state = await readRun(destination, await findRun(run, destination));
  const done = ofState(state.videos, 'done').map(({ key }) => key);
  const sizeOf = async (key: string) => (await originOf(destination.transcripts, key))?.source.fileSize;
  await claimFolder(out, { bucket: destination.transcripts.name }, { keys: done, sizeOf });
  let missing = 0;
  const fetched = await fetchTranscripts(destination.transcripts, done, out, {
    overwrite,
    fetched: (transcript) => emit({ type: 'transcript', ...transcript }),
    missing: (key, { name, message }) => {
      missing += 1;
      emit({ type: 'failed', key, error: { name, message } });
    },
  });
  const written = fetched.filter(({ isNew }) => isNew).length;
  const failed = ofState(state.videos, 'failed').length + missing;
  const unfinished = state.videos.length - ofState(state.videos, 'done', 'failed').length;
  emit({
    type: 'fetched',
    run: state.run,
    status: state.status,
    out,
    videos: state.videos.length,
    written,
    same: fetched.length - written,
    failed,
    unfinished,
  });
  const isShort =
    failed > 0 || (hasEnded(state.status) && unfinished > 0) || fetched.some(isCutOff) || foundNothing(state);
  return isShort ? EXIT.someFailed : EXIT.done;
};

const isCutOff = ({ lostSeconds }: Fetched): boolean => lostSeconds > 0;

export const fetchCommand = defineRunCommand({
  name: 'fetch',
  summary: 'download the transcripts of a run',
  description: 'Downloads the transcripts that a run has finished so far.',
  addFlags: (command) => command.addOption(outOption()).addOption(overwriteOption()),
  schema: z.object({ ...RunFlags, ...OutFlags }),
  act: fetch,
});
