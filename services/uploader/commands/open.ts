// Opens the destination that the flags ask for: this machine, this machine in a dry run, or a stack.

import { openCloud } from '../destination/account.ts';
import type { Destination } from '../destination/destination.ts';
import type { RoomCheck } from '../destination/room.ts';
import { assertTools } from '../destination/tools.ts';
import type { Emit } from '../output/events.ts';
import type { RunControl } from '../runs/run-control.ts';
import { decideSettings, type Sources, settingsInWords } from '../settings/settings.ts';
import type { TranscribeOptions } from './transcribe/flags.ts';

type OpenDeps = { sources: Sources; emit: Emit; signal: AbortSignal };

/** A stack, or buckets in an account. */
export type OpenStack = Destination & RunControl;

/** A dry run has no RunControl; only this machine has a RoomCheck for its disk. */
export type OpenDestination = Destination & Partial<RunControl> & Partial<RoomCheck>;

export const openDestination = async (
  options: Pick<TranscribeOptions, 'local' | 'out' | 'dryRun' | 'estimate' | 'jobs' | 'bandwidth'>,
  { sources, emit, signal }: OpenDeps,
): Promise<OpenDestination> => {
  if (!options.local) return openStack(sources, emit, options.bandwidth);
  const { model } = decideSettings(sources);
  for (const message of settingsInWords(model ? { model } : {}))
    emit({ type: 'note', level: 'detail', message });
  const onNote = (message: string) => emit({ type: 'note', level: 'info', message });
  const onWait = (message: string) => emit({ type: 'progress', phase: 'wait', message });
  const named = { model: model?.value, signal };
  const tools = assertTools();
  // Whoever awaits it learns about a failure.
  tools.catch(() => {});
  // Loaded late: the S3 server and the interpreter take a quarter of a second, which a stack does not need.
  const { openLocal } = await import('../destination/machine.ts');
  const { openLocalDryRun } = await import('../destination/dry-run.ts');
  return options.dryRun || options.estimate
    ? openLocalDryRun(options.out, { ...named, onNote }, tools)
    : openLocal(options.out, { ...named, jobs: options.jobs, onWait }, tools);
};

/** Whether a setting says where a run would go. */
export const isDestinationNamed = (
  { local }: Pick<TranscribeOptions, 'local'>,
  sources: Sources,
): boolean => {
  const { stack, videoBucket, transcriptBucket } = decideSettings(sources);
  return local || stack !== undefined || (videoBucket !== undefined && transcriptBucket !== undefined);
};

export const openStack = (
  sources: Sources,
  emit: Emit,
  bytesPerSecond?: number | undefined,
): Promise<OpenStack> =>
  openCloud(sources, {
    bytesPerSecond,
    onSetting: (message) => emit({ type: 'note', level: 'detail', message }),
  });
