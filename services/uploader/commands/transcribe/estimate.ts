// `--estimate`: how long the run would take and what it would cost at its destination. The arithmetic is in estimate/.
import { availableParallelism } from 'node:os';
import { readTemplate } from '../../../../local/template.ts';
import { resolveSettings } from '../../destination/account.ts';
import { type EstimateDeps, estimate } from '../../estimate/estimate.ts';
import { EXIT, type ExitCode } from '../../failures/exit-codes.ts';
import type { Emit } from '../../output/events.ts';
import { decideSettings, type Settings, type Sources } from '../../settings/settings.ts';
import { readParameters } from '../../settings/stack.ts';
import { hasFfmpeg } from '../../soundtrack/prepare.ts';
import type { TranscribeOptions } from './flags.ts';

type ShowDeps = { sources: Sources; emit: Emit; signal: AbortSignal };
type Files = Parameters<typeof estimate>[0];

/** @param upToDate how many videos need nothing; undefined if the destination is unknown, so that all are in `files`. */
export const showEstimate = async (
  files: Files,
  upToDate: number | undefined,
  options: TranscribeOptions,
  { sources, emit, signal }: ShowDeps,
): Promise<ExitCode> => {
  const settings = options.local ? decideSettings(sources) : await resolveSettings(sources);
  const { notes, ...estimated } = await estimate(files, {
    ...(await placeOf(options, settings)),
    quality: options.wanted.quality,
    ffmpeg: await hasFfmpeg(),
    wholeVideo: options.wholeVideo,
    bytesPerSecond: options.bandwidth,
    signal,
  });
  emit({ type: 'estimate', ...estimated, ...(upToDate !== undefined && { upToDate }) });
  for (const message of notes) emit({ type: 'note', level: 'info', message });
  return EXIT.done;
};

/** An unnamed stack is assumed to have the template's defaults. */
const placeOf = async (
  { local, jobs = availableParallelism() }: TranscribeOptions,
  settings: Settings,
): Promise<Pick<EstimateDeps, 'where' | 'model'>> => {
  const template = await readTemplate();
  const model = settings.model?.value ?? template.model;
  if (local) return { model, where: { jobs } };
  if (!settings.stack) {
    const { memoryMegabytes, maxConcurrency, chunkSeconds } = template;
    return { model, where: { memoryMegabytes, maxConcurrency, chunkMinutes: chunkSeconds / 60 } };
  }
  const { TranscriberMemory, ChunkMinutes, MaxConcurrency } = await readParameters(settings.stack.value);
  return {
    model,
    where: {
      memoryMegabytes: TranscriberMemory,
      chunkMinutes: ChunkMinutes,
      maxConcurrency: MaxConcurrency,
    },
  };
};
