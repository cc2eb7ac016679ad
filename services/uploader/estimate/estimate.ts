// `--estimate`: hours of sound, waiting time and dollars, before anything is sent. The figures are in measured.ts.
import { basename } from 'node:path';
import pLimit from 'p-limit';
import { runDollars, toMillionth, transcribeDollars } from '../../shared/bill/cost.ts';
import { ToolMissing } from '../../shared/contracts/errors.ts';
import type { Options } from '../../shared/contracts/steps.ts';
import { probe } from '../../shared/media/ffmpeg.ts';
import { findModel, nameOf } from '../../shared/models/catalogue.ts';
import type { Action } from '../plan/plan.ts';
import { isVideoName, SOUNDTRACK_SHARE } from '../soundtrack/would-save.ts';
import { CLOUD, ENGINE, MACHINE } from './measured.ts';
import { type SoundLength, soundLengthOf } from './sound.ts';
import { type LocalMachine, onMachine, onStack, type Stack, untilTheLast } from './work.ts';

const PROBES_AT_ONCE = 4;

export type EstimateDeps = {
  /** The parameters of a stack, or how many engine processes this machine runs at once. */
  where: Stack | LocalMachine;
  /** A whisper.cpp name, or a path. */
  model: string;
  quality?: Options['quality'];
  ffmpeg: boolean;
  wholeVideo: boolean;
  /** Upload rate; without it, sending is not counted. */
  bytesPerSecond?: number | undefined;
  signal: AbortSignal;
};

type File = { path: string; key: string; size: number; action?: Action };

export type Estimate = {
  files: { key: string; seconds: number; minutesToWait: number; dollars: number; guessed: boolean }[];
  totals: { hours: number; minutesToWait: number; dollars: number; transcribeDollars: number };
  notes: string[];
};

export const estimate = async (files: File[], deps: EstimateDeps): Promise<Estimate> => {
  const limit = pLimit(PROBES_AT_ONCE);
  const prober = deps.ffmpeg ? probe : undefined;
  const sounds = await Promise.all(
    files.map((file) => limit(() => soundLengthOf(file, prober, deps.signal))),
  );
  return estimateOf(
    files.map((file, index) => ({ file, sound: sounds[index] ?? { seconds: 0, guessed: true } })),
    deps,
  );
};

type Known = { file: File; sound: SoundLength };
type Settings = Omit<EstimateDeps, 'signal'>;

export const estimateOf = (known: Known[], settings: Settings): Estimate => {
  const { where } = settings;
  const start = startOf(known, where);
  const videos = known.map((one) => estimateVideo(one, settings));
  const sending = sum(videos.map((video) => video.sending));
  const atOnce = isStack(where) ? where.maxConcurrency : 1;
  const working = untilTheLast(
    videos.map(({ working }) => working),
    atOnce,
  );
  const dollars = sum(videos.map((video) => video.dollars));
  return {
    files: videos.map(({ key, seconds, guessed, sending, working, dollars }) => {
      const minutesToWait = toMinutes(start + sending + working);
      return { key, seconds: Math.round(seconds), minutesToWait, dollars: toMillionth(dollars), guessed };
    }),
    totals: {
      hours: Math.round((sum(videos.map(({ seconds }) => seconds)) / 3_600) * 1_000) / 1_000,
      minutesToWait: toMinutes(start + sending + working),
      dollars: isStack(where) && known.length > 0 ? toMillionth(dollars + runDollars()) : 0,
      transcribeDollars: toMillionth(sum(videos.map(({ seconds }) => transcribeDollars(seconds)))),
    },
    notes: notesOf(known, settings),
  };
};

/** With no videos, nothing starts. */
const startOf = (known: Known[], where: Stack | LocalMachine): number => {
  if (known.length === 0) return 0;
  return isStack(where) ? CLOUD.runStartSeconds : MACHINE.runStartSeconds;
};

const isStack = (where: Stack | LocalMachine): where is Stack => 'memoryMegabytes' in where;

const estimateVideo = ({ file, sound }: Known, settings: Settings) => {
  const { where, model, quality, bytesPerSecond } = settings;
  const bytesToSend = bytesOf(file, settings);
  const video = { seconds: sound.seconds, bytesToSend };
  const slowness = slownessOf(model, quality);
  const taken = isStack(where) ? onStack(video, slowness, where) : onMachine(video, slowness, where);
  const sending = bytesPerSecond && file.action !== 'inBucket' ? bytesToSend / bytesPerSecond : 0;
  return { key: file.key, ...sound, sending, working: taken.seconds, dollars: taken.dollars };
};

/** How much longer than base this model and quality take. */
export const slownessOf = (model: string, quality: Options['quality'] = 'balanced'): number =>
  ((findModel(nameOf(basename(model)))?.mib ?? ENGINE.modelMib) / ENGINE.modelMib) * ENGINE.quality[quality];

const bytesOf = ({ key, size }: File, { ffmpeg, wholeVideo }: Settings): number =>
  ffmpeg && !wholeVideo && isVideoName(key) ? size * SOUNDTRACK_SHARE : size;

const notesOf = (
  known: Known[],
  { where, model, ffmpeg, bytesPerSecond }: Omit<EstimateDeps, 'signal'>,
): string[] => {
  const guessed = known.filter(({ sound }) => sound.guessed).length;
  const unknownModel = findModel(nameOf(basename(model))) === undefined;
  return [
    ...(guessed > 0 ? guessNotes(`${guessed} of ${known.length} files`, { where, ffmpeg }) : []),
    ...(unknownModel ? [`The speed of ${model} is unknown; this assumes that of base.`] : []),
    ...(bytesPerSecond || 'jobs' in where || known.length === 0
      ? []
      : ['The upload is not included; add --bandwidth to include it.']),
  ];
};

const guessNotes = (files: string, { where, ffmpeg }: Pick<EstimateDeps, 'where' | 'ffmpeg'>): string[] => {
  const guess = 'guessed from the size, at 500 MB per hour of video.';
  if (ffmpeg) return [`${files} state no duration; it is ${guess}`];
  // Opening this machine reports what it lacks.
  const missing = isStack(where) ? [new ToolMissing('ffmpeg').message] : [];
  return [...missing, `Without ffmpeg, the duration of each file is ${guess}`];
};

const sum = (numbers: number[]): number => numbers.reduce((all, one) => all + one, 0);

const toMinutes = (seconds: number): number => Math.round(seconds / 6) / 10;
