// The contenders: the original project's command and this project, each as its user calls it. bench.ts runs them.
import { copyFile, mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Lecture } from './lecture.ts';
import type { Command } from './measure.ts';
import { buildSeedEngine } from './seed-engine.ts';

const ROOT = join(import.meta.dirname, '../..');
const VIDEO = 'week1/lesson1/video1';

/** A command to run in an empty folder, and the file that will contain the words. */
type TranscriptCommand = Command & { transcript: string };

export type EngineContender = {
  name: string;
  prepare: (lecture: Lecture, dir: string) => Promise<TranscriptCommand>;
};

export const SEED = 'seed';

/** The options that a user would pass. */
const OPTIONS: Record<string, string[]> = {
  balanced: [],
  fast: ['--quality', 'fast'],
  best: ['--quality', 'best'],
};

/** `seed` and `balanced`, then one contender for each number of workers. */
export const chooseEngineContenders = (names: string[], workers: number[]): EngineContender[] => [
  ...names.map((name) => (name === SEED ? seed : uploader(name, optionsOf(name)))),
  ...workers.map((count) => uploader(`balanced, --jobs ${count}`, ['--jobs', String(count)])),
];

const optionsOf = (name: string): string[] => {
  const options = OPTIONS[name];
  if (options) return options;
  throw new Error(`No contender is called ${name}: there are ${[SEED, ...Object.keys(OPTIONS)].join(', ')}.`);
};

/** Its soundtrack is extracted beforehand at no cost; its engine is built when it is first needed. */
const seed: EngineContender = {
  name: SEED,
  prepare: async ({ wav }, dir) => {
    await symlink(wav, join(dir, 'lecture.wav'));
    const args = ['-m', join(ROOT, 'models/ggml-tiny.en-q8_0.bin'), '-f', 'lecture.wav', '-otxt'];
    const command = await buildSeedEngine();
    return { command, args, cwd: dir, transcript: join(dir, 'lecture.wav.txt') };
  },
};

/** Measures everything: reading the course, the upload to the local store, every step, the download. */
const uploader = (name: string, options: string[]): EngineContender => ({
  name,
  prepare: async ({ mp4 }, dir) => {
    const video = join(dir, 'course', `${VIDEO}.mp4`);
    await mkdir(dirname(video), { recursive: true });
    await copyFile(mp4, video);
    const args = [join(ROOT, 'bin/uploader.js'), 'course', '--local', '--out', 'out', ...options];
    return { command: process.execPath, args, cwd: dir, transcript: join(dir, 'out', `${VIDEO}.txt`) };
  },
});
