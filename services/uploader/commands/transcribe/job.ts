// What the parts of `uploader <dir>` have in common.
import type { Destination } from '../../destination/destination.ts';
import type { Emit } from '../../output/events.ts';
import type { TranscribeOptions } from '../../settings/options.ts';
import type { Sources } from '../../settings/settings.ts';

export type TranscribeDeps = { sources: Sources; emit: Emit; signal: AbortSignal };

export type Job = TranscribeDeps & { options: TranscribeOptions; destination: Destination };
