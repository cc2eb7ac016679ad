// What the parts of `uploader <dir>` have in common.

import type { Emit } from '../../output/events.ts';
import type { RunControl } from '../../runs/run-control.ts';
import type { Sources } from '../../settings/settings.ts';
import type { OpenDestination } from '../open.ts';
import type { TranscribeOptions } from './flags.ts';

export type CommandDeps = { sources: Sources; emit: Emit; signal: AbortSignal };

export type TranscribeJob = CommandDeps & { options: TranscribeOptions; destination: OpenDestination };

/** Of a call that does more than look. */
export type RunningJob = TranscribeJob & { destination: OpenDestination & RunControl };

export const canRun = (job: TranscribeJob): job is RunningJob => job.destination.runningRun !== undefined;
