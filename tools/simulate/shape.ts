// A video in the simulation: planned and cut by the project's own code, timed by the rates of the estimate.

import { videoWork } from '../../services/shared/bill/cost.ts';
import { total, within } from '../../services/shared/contracts/spans.ts';
import type { Span } from '../../services/shared/contracts/transcript.ts';
import { WINDOW_SECONDS } from '../../services/transcriber/engine/engine.ts';
import { cutInPauses } from '../../services/transcriber/words/cuts.ts';
import { slownessOf } from '../../services/uploader/estimate/estimate.ts';
import { CLOUD, ENGINE, MEGABYTES_AN_HOUR, SPLIT } from '../../services/uploader/estimate/measured.ts';
import { SOUNDTRACK_SHARE } from '../../services/uploader/soundtrack/would-save.ts';
import { mulberry32 } from '../../tests/fixtures/random.ts';
import { type SimulatedLecture, simulateLecture } from './lectures.ts';
import { MERGE_SECONDS_AN_HOUR } from './measured.ts';
import type { SimulationSettings } from './settings.ts';

export type CallShape = { seconds: number; puts: number; gets: number; tmpBytes: number };
export type Shape = { chunks: number; calls: { [state: string]: CallShape }; chunkCalls: CallShape[] };

/** The number of different lectures: the others repeat them. Fewer if they are long. */
const DISTINCT = { videos: 32, minutes: 3_000 };

export const makeShapes = (settings: SimulationSettings): Shape[] => {
  const { videos, minutes, chunkMinutes, seed } = settings;
  const random = mulberry32(seed);
  return Array.from(
    { length: Math.min(videos, DISTINCT.videos, Math.ceil(DISTINCT.minutes / minutes)) },
    () => shapeOf(simulateLecture(minutes * 60, chunkMinutes * 60, random), settings),
  );
};

export const bytesToSend = ({ minutes, megabytesAnHour, wholeVideo }: SimulationSettings): number =>
  (minutes / 60) * megabytesAnHour * 1e6 * (wholeVideo ? 1 : SOUNDTRACK_SHARE);

export const megabytesOfVideo = (): number => MEGABYTES_AN_HOUR.video ?? 0;

const shapeOf = (lecture: SimulatedLecture, settings: SimulationSettings): Shape => {
  const vcpus = settings.memoryMegabytes / CLOUD.megabytesAVcpu;
  const workers = Math.ceil(vcpus);
  const hours = lecture.seconds / 3_600;
  const bytes = bytesToSend(settings);
  const chunks = lecture.chunks.length;
  const one = requestsOf(lecture.seconds, 1, 0);
  const rest = requestsOf(lecture.seconds, 0, 1 / 3);
  const detector = hours * Math.max(SPLIT.decodeSecondsAnHour, SPLIT.detectorCpuSecondsAnHour / vcpus);
  const end = { seconds: CLOUD.cleanupSeconds, ...rest, tmpBytes: 0 };
  return {
    chunks,
    calls: {
      Split: {
        seconds: bytes / CLOUD.downloadBytesPerSecond + detector,
        ...rest,
        tmpBytes: bytes,
      },
      Merge: { seconds: CLOUD.mergeSeconds + hours * MERGE_SECONDS_AN_HOUR, ...rest, tmpBytes: 0 },
      Cleanup: end,
      RecordFailure: end,
    },
    chunkCalls: lecture.chunks.map((chunk) => ({
      ...hear(chunk, lecture, workers, vcpus, slownessOf(settings.model, settings.quality)),
      ...one,
    })),
  };
};

/** S3 requests that cost.ts counts only once, or for one chunk. */
const requestsOf = (seconds: number, chunks: number, share: number): { puts: number; gets: number } => {
  const [none, all] = [videoWork(0, seconds, 0), videoWork(0, seconds, chunks)];
  return {
    puts: all.puts - none.puts + none.puts * share,
    gets: all.gets - none.gets + none.gets * share,
  };
};

/** One process per core, each with its own stretch: limited by the longest stretch, or by all cores together. */
const hear = (
  chunk: Span,
  { kept, speech }: SimulatedLecture,
  workers: number,
  vcpus: number,
  slowness: number,
) => {
  const inside = within(chunk, kept);
  const seconds = total(inside);
  const stretches = Math.max(1, Math.min(workers, Math.floor(seconds / WINDOW_SECONDS)));
  const lengths = cutInPauses(chunk, stretches, inside, speech).map((stretch) =>
    total(within(stretch, inside)),
  );
  const heard = Math.max(...lengths, seconds / Math.min(vcpus, stretches));
  return {
    seconds: (heard / 3_600) * ENGINE.cpuSecondsAnHour * slowness,
    tmpBytes: 0,
  };
};
