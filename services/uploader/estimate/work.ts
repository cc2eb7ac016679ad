// What one video takes: seconds to wait, and dollars. Pure arithmetic.
import { dollarsOf, videoWork } from '../../shared/bill/cost.ts';
import { PRICES } from '../../shared/bill/prices.ts';
import { BYTES_PER_SECOND } from '../../shared/media/pcm.ts';
import { CLOUD, ENGINE, MACHINE, SPLIT } from './measured.ts';

/** A stack's parameters. */
export type Stack = { memoryMegabytes: number; chunkMinutes: number; maxConcurrency: number };
export type LocalMachine = { jobs: number };

export type Video = { seconds: number; bytesToSend: number };

export type Taken = { seconds: number; dollars: number };

const MB_PER_GB = 1_024;
const SECONDS_A_MONTH = 30 * 24 * 3_600;

/** Stretches shorter than a window would cost more: some silence is heard after each. */
const LEAST_STRETCH_SECONDS = 30;

const hours = (seconds: number): number => seconds / 3_600;

/** @param slowness of model and quality; 1 for base and balanced. */
export const onStack = (video: Video, slowness: number, stack: Stack): Taken => {
  const vcpus = stack.memoryMegabytes / CLOUD.megabytesAVcpu;
  const chunks = Math.ceil(video.seconds / (stack.chunkMinutes * 60));
  const split =
    CLOUD.functionStartSeconds +
    video.bytesToSend / CLOUD.downloadBytesPerSecond +
    hours(video.seconds) * Math.max(SPLIT.decodeSecondsAnHour, SPLIT.detectorCpuSecondsAnHour / vcpus);
  const chunkSeconds = chunks === 0 ? 0 : video.seconds / chunks;
  const atOnce = Math.min(vcpus, Math.max(1, chunkSeconds / LEAST_STRETCH_SECONDS));
  const cpuSeconds = hours(chunkSeconds) * ENGINE.cpuSecondsAnHour * slowness;
  const chunk = chunks === 0 ? 0 : CLOUD.functionStartSeconds + cpuSeconds / atOnce;
  const merge = CLOUD.functionStartSeconds + CLOUD.mergeSeconds;
  const gbSeconds =
    ((split + chunk * chunks) * stack.memoryMegabytes +
      merge * CLOUD.mergeMegabytes +
      CLOUD.cleanupSeconds * CLOUD.cleanupMegabytes) /
    MB_PER_GB;
  const waves = Math.ceil(chunks / CLOUD.chunksAtOnce);
  return {
    seconds: split + waves * chunk + merge + CLOUD.cleanupSeconds,
    dollars: dollarsOf(videoWork(gbSeconds, video.seconds, chunks)) + storageDollars(video),
  };
};

export const onMachine = ({ seconds }: Video, slowness: number, { jobs }: LocalMachine): Taken => ({
  seconds:
    seconds === 0 ? 0 : MACHINE.videoSeconds + (hours(seconds) * ENGINE.cpuSecondsAnHour * slowness) / jobs,
  dollars: 0,
});

/** The file and its raw samples for a day, after which they expire at the latest. */
const storageDollars = ({ seconds, bytesToSend }: Video): number =>
  ((bytesToSend + seconds * BYTES_PER_SECOND) / 1e9) * PRICES.s3.gbMonth * ((24 * 3_600) / SECONDS_A_MONTH);

/** When the last one ends, if `atOnce` run at a time and start in this order. */
export const untilTheLast = (seconds: number[], atOnce: number): number => {
  const free = new Array<number>(Math.min(atOnce, Math.max(1, seconds.length))).fill(0);
  for (const one of seconds) {
    const first = free.indexOf(Math.min(...free));
    free[first] = (free[first] ?? 0) + one;
  }
  return Math.max(...free);
};
