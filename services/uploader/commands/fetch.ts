// `uploader fetch RUN --out DIR`: downloads the transcripts that the run has finished so far, except those already there.
import { join } from 'node:path';
import { z } from 'zod';
import { originOf } from '../../shared/aws/up-to-date.ts';
import { coursePrefix, keys } from '../../shared/contracts/keys.ts';
import { Manifest } from '../../shared/contracts/steps.ts';
import { makeCorrector } from '../corrections/corrector.ts';
import { EXIT, type ExitCode, OF_AWS } from '../failures/exit-codes.ts';
import type { Emit } from '../output/events.ts';
import { ofState } from '../output/run-events.ts';
import { makePage } from '../page/make-page.ts';
import { claimFolder } from '../runs/claim.ts';
import { type Fetched, fetchTranscripts } from '../runs/download.ts';
import { findRun } from '../runs/list.ts';
import { hasEnded, readRun } from '../runs/read.ts';
import type { RunSource } from '../runs/run-control.ts';
import { defineRunCommand, RunFlags } from './command.ts';
import { noPageOption, OutFlags, outOption, overwriteOption } from './flags.ts';
import { foundNothing } from './watch.ts';

type FetchOptions = { run: string; out: string; overwrite: boolean; page: boolean };

/** In a run that is still going, a missing transcript is not a failure. */
export const fetch = async (
  { run, out, overwrite, page }: FetchOptions,
  destination: RunSource,
  { emit }: { emit: Emit },
): Promise<ExitCode> => {
  const state = await readRun(destination, await findRun(run, destination));
  const done = ofState(state.videos, 'done').map(({ key }) => key);
  const sizeOf = async (key: string) => (await originOf(destination.transcripts, key))?.source.fileSize;
  if (done.length > 0)
    await claimFolder(out, { bucket: destination.transcripts.name }, { keys: done, sizeOf });
  const prefixOf = await prefixesOf(destination, state.run);
  let missing = 0;
  const fetched = await fetchTranscripts(destination.transcripts, done, out, {
    overwrite,
    correct: makeCorrector(out, {
      ...{ bucket: destination.transcripts, prefixOf, overwrite },
      warn: (message) => emit({ type: 'note', level: 'warning', message }),
    }),
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
  const prefixes = new Set(page ? fetched.map(({ key }) => prefixOf(key)) : []);
  for (const prefix of prefixes) emit({ type: 'page', ...(await makePage(join(out, prefix), {})) });
  const isShort =
    failed > 0 || (hasEnded(state.status) && unfinished > 0) || fetched.some(isCutOff) || foundNothing(state);
  return isShort ? EXIT.someFailed : EXIT.done;
};

/** Where the course of each video begins; the manifest of an old run is gone. */
const prefixesOf = async ({ videos }: RunSource, run: string): Promise<(key: string) => string> => {
  const items = (await videos.readJson(keys.manifest(run), Manifest)) ?? [];
  const said = new Map(items.map(({ Key, Prefix }) => [Key, Prefix]));
  return (key) => coursePrefix(key, said.get(key));
};

const isCutOff = ({ lostSeconds }: Fetched): boolean => lostSeconds > 0;

export const fetchCommand = defineRunCommand({
  name: 'fetch',
  summary: 'download the transcripts of a run',
  description: 'Downloads the transcripts that a run has finished so far.',
  addFlags: (command) =>
    command.addOption(outOption()).addOption(overwriteOption()).addOption(noPageOption()),
  exitCodes: [...OF_AWS, EXIT.someFailed],
  schema: z.object({ ...RunFlags, ...OutFlags }),
  act: fetch,
});
