// What is compared: the seed's command and this project's, each called as its user would.
// A contender is a command and the file with the words; bench.ts runs them in turn.
import { copyFile, mkdir, symlink, utimes, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { soundOf } from '../../tests/fixtures/native-engine.ts';
import type { Lecture } from './lecture.ts';
import type { Command } from './measure.ts';
import type { BenchOptions } from './options.ts';
import { buildSeedEngine } from './seed-engine.ts';

const ROOT = join(import.meta.dirname, '../..');
const VIDEO = 'week1/lesson1/video1';
/** The video's time: a course is rarely transcribed in the second in which it was made. */
const LONG_AGO = new Date('2026-01-01');

/** A command to run in an empty folder, and the file that will contain the words. */
type TranscriptCommand = Command & { transcript: string };

export type EngineContender = {
  name: string;
  prepare: (lecture: Lecture, dir: string) => Promise<TranscriptCommand>;
};

export const SEED = 'seed';
const FASTER_WHISPER = 'faster-whisper';

/** The options that a user would pass. */
const OPTIONS: Record<string, string[]> = {
  balanced: [],
  fast: ['--quality', 'fast'],
  best: ['--quality', 'best'],
  'tiny.en': ['--model', 'tiny.en-q8_0'],
};

/** Chooses `seed` and `balanced`, then 1 and 2 workers, and so on. */
export const chooseEngineContenders = ({
  contenders,
  workers,
  fasterWhisper: python,
}: Pick<BenchOptions, 'contenders' | 'workers' | 'fasterWhisper'>): EngineContender[] => [
  ...contenders.map((name) => {
    if (name === SEED) return seed;
    return name === FASTER_WHISPER ? fasterWhisper(python) : uploader(name, optionsOf(name));
  }),
  ...workers.map((count) => uploader(`balanced, --jobs ${count}`, ['--jobs', String(count)])),
];

const optionsOf = (name: string): string[] => {
  const options = OPTIONS[name];
  if (options) return options;
  throw new Error(
    `No contender is called ${name}: there are ${[SEED, FASTER_WHISPER, ...Object.keys(OPTIONS)].join(', ')}.`,
  );
};

/** Its soundtrack is extracted beforehand and costs nothing. Its engine is built when it is first needed. */
const seed: EngineContender = {
  name: SEED,
  prepare: async ({ wav }, dir) => {
    await symlink(wav, join(dir, 'lecture.wav'));
    const args = ['-m', join(ROOT, 'models/ggml-tiny.en-q8_0.bin'), '-f', 'lecture.wav', '-otxt'];
    const command = await buildSeedEngine();
    return { command, args, cwd: dir, transcript: join(dir, 'lecture.wav.txt') };
  },
};

/** Its samples are cut out beforehand. It may use all cores. @throws unless the options name a Python that has it. */
const fasterWhisper = (installed: BenchOptions['fasterWhisper']): EngineContender => {
  if (!installed) throw new Error('faster-whisper needs --python and --ct2.');
  const { python, model } = installed;
  return {
    name: FASTER_WHISPER,
    prepare: async ({ wav }, dir) => {
      await writeFile(join(dir, 'sound'), await soundOf(wav));
      const script = join(import.meta.dirname, 'engine/faster-whisper.py');
      const args = [`THREADS=${availableParallelism()}`, python, script, 'sound', 'text', model];
      return { command: 'env', args, cwd: dir, transcript: join(dir, 'text') };
    },
  };
};

/** Measures everything: checking the course, uploading to the local store, every step, and the download. */
const uploader = (name: string, options: string[]): EngineContender => ({
  name,
  prepare: async ({ mp4 }, dir) => {
    const video = join(dir, 'course', `${VIDEO}.mp4`);
    await mkdir(dirname(video), { recursive: true });
    await copyFile(mp4, video);
    // Otherwise the uploader waits for half a second, in case the video is still being written.
    await utimes(video, LONG_AGO, LONG_AGO);
    const args = [join(ROOT, 'bin/uploader.js'), 'course', '--local', '--out', 'out', ...options];
    return { command: process.execPath, args, cwd: dir, transcript: join(dir, 'out', `${VIDEO}.txt`) };
  },
});
