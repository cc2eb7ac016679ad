// The types that the parts of `uploader <dir>` share.

import type { Emit } from '../../output/events.ts';
import type { RunControl } from '../../runs/run-control.ts';
import type { Sources } from '../../settings/settings.ts';
import type { OpenDestination } from '../open.ts';
import type { TranscribeOptions } from './flags.ts';

export type CommandDeps = { sources: Sources; emit: Emit; signal: AbortSignal };

export type TranscribeJob = CommandDeps & { options: TranscribeOptions; destination: OpenDestination };

/** A run that is more than a dry run. */
export type RunningJob = TranscribeJob & { destination: OpenDestination & RunControl };

export const canRun = (job: TranscribeJob): job is RunningJob => job.destination.runningRun !== undefined;
