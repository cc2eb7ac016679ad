// This machine as the destination of --dry-run: looks at what an earlier run left, and creates or downloads nothing.
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEngine } from '../../../local/engine.ts';
import { isUpToDate } from '../../../local/is-up-to-date.ts';
import { locateLocalModel } from '../../../local/model.ts';
import { TRANSCRIPT_BUCKET, VIDEO_BUCKET } from '../../../local/store.ts';
import { readTemplate } from '../../../local/template.ts';
import { makeBucket } from '../../shared/aws/bucket.ts';
import { assertPromptMayFit } from '../../shared/models/prompt.ts';
import type { Destination } from './destination.ts';
import { NAME, STORE_FOLDER } from './machine.ts';
import { openMachineStore } from './store.ts';
import { assertTools } from './tools.ts';

export type DryRunOptions = {
  model?: string | undefined;
  signal: AbortSignal;
  /** Receives what a run would do first. */
  onNote: (words: string) => void;
};

/** @param tools whether the programs start; the check may have begun earlier. @throws {UserError} */
export const openLocalDryRun = async (
  out: string,
  { model, signal, onNote }: DryRunOptions,
  tools = assertTools(),
): Promise<Destination> => {
  // A dry run does not need the tools.
  await tools.catch((error) => onNote(error.message));
  const name = model ?? (await readTemplate()).model;
  const modelPath = await locateLocalModel(name);
  if (!modelPath) onNote(`The model ${name} is not on this machine yet: a run would download it first.`);
  const engine = modelPath && openEngine({ modelPath, signal });
  const { store, close } = await openStoreOf(out);
  return {
    name: NAME,
    s3: store.s3,
    videos: makeBucket(store.s3, VIDEO_BUCKET),
    transcripts: makeBucket(store.s3, TRANSCRIPT_BUCKET),
    isUpToDate: async (origin, wanted) => {
      if (engine) return isUpToDate(engine, origin, wanted);
      assertPromptMayFit(wanted.prompt);
      return false;
    },
    close,
  };
};

/** The store of an earlier run, or a temporary empty one. */
const openStoreOf = async (out: string) => {
  const folder = join(out, STORE_FOLDER);
  const isThere = await stat(folder).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (isThere) {
    const store = await openMachineStore(folder);
    return { store, close: store.close };
  }
  const empty = await mkdtemp(join(tmpdir(), 'transcribe-dry-run-'));
  const store = await openMachineStore(empty);
  return {
    store,
    close: async () => {
      await store.close();
      await rm(empty, { recursive: true, force: true });
    },
  };
};
