// whisper-cli: what it is called with, and what its end means. Its words are read in `whisper-output.ts`.
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asEngineFault, EngineFailed, isNamed } from '../../shared/contracts/errors.ts';
import type { EngineSettings, Segment } from '../../shared/contracts/transcript.ts';
import { byteAt, wavHeader } from '../../shared/media/pcm.ts';
import { withScratch } from '../../shared/system/scratch.ts';
import { type EngineRunOptions, runEngine } from './cpu-libraries.ts';
import { parseOutput } from './whisper-output.ts';

/** Whisper encodes windows of this length, whatever they hold, and finds the language on the first. */
export const WINDOW_SECONDS = 30;

/** The least that whisper-cli takes, and not enough to be encoded: 0.105 s. */
const SILENCE_BYTES = byteAt(0.105);

/** It tells of each twentieth of its way: the largest model on a slow core needs minutes for that. */
export const SILENCE_MS = 12 * 60 * 1_000;

export type WhisperTask = {
  wav: string;
  settings: EngineSettings;
  /** Of the prompt: they, and no text of the window before, are what each window starts with. */
  promptTokens: number;
  /** True: `[Music]` and its kin are left among the words. */
  keepsMarks?: boolean;
};

/**
 * Transcribes a WAV file with one thread; times are seconds from its start.
 * @throws {EngineFailed} on a crash, on silence, and where whisper-cli exits with 0 but leaves no whole result.
 */
export const transcribe = async (
  { wav, settings, promptTokens, keepsMarks }: WhisperTask,
  model: string,
  options: EngineRunOptions,
): Promise<Segment[]> => {
  const { beamSize, bestOf, maxContext, language, translate, prompt } = settings;
  const numbers = ['-bs', beamSize, '-bo', bestOf, '-t', 1].map(String);
  const context = prompt
    ? ['-mc', String(promptTokens + 1), '--prompt', prompt, '--carry-initial-prompt']
    : ['-mc', String(maxContext)];
  const args = [
    '-m',
    model,
    '-f',
    wav,
    '-l',
    language,
    ...(translate ? ['-tr'] : []),
    ...numbers,
    ...context,
  ];
  try {
    const stderr = await whisper([...args, '-np', '-pp', '-ojf', '-of', wav], options);
    assertEnd(stderr);
    // Tokens may be parts of characters, so bytes stay bytes until they are words.
    return parseOutput(await readFile(`${wav}.json`, 'latin1'), keepsMarks);
  } catch (error) {
    if (isNamed(error, 'ToolMissing', 'AbortError')) throw error;
    throw new EngineFailed(`whisper-cli gave no whole result (${error})`, error);
  } finally {
    await rm(`${wav}.json`, { force: true });
  }
};

/**
 * Of each file's first 30 s. For each file whisper-cli says:
 *   whisper_full_with_state: auto-detected language: de (p = 0.972)
 */
export const detectLanguages = async (
  wavs: string[],
  model: string,
  options: EngineRunOptions,
): Promise<{ language: string; probability: number }[]> => {
  try {
    const files = wavs.flatMap((wav) => ['-f', wav]);
    const stderr = await whisper(['-m', model, ...files, '-l', 'auto', '-dl', '-t', '1'], options);
    const found = [...stderr.matchAll(/auto-detected language: (\w+) \(p = ([\d.]+)\)/g)];
    if (found.length !== wavs.length)
      throw new Error(`it named ${found.length} for ${wavs.length} files: ${stderr.slice(-500)}`);
    return found.map(([, language = '', p]) => ({ language, probability: Number(p) }));
  } catch (error) {
    if (isNamed(error, 'ToolMissing', 'AbortError')) throw error;
    throw new EngineFailed(`The language could not be found (${error})`, error);
  }
};

/** How many tokens the model makes of a prompt; whisper-cli says so of one that is too long for a context of 1. */
export const countTokens = (prompt: string, model: string, options: EngineRunOptions): Promise<number> =>
  withScratch('A prompt', async (folder) => {
    const wav = join(folder, 'silence.wav');
    await writeFile(wav, Buffer.concat([wavHeader(SILENCE_BYTES), Buffer.alloc(SILENCE_BYTES)]));
    const args = [
      '-m',
      model,
      '-f',
      wav,
      '-t',
      '1',
      '-mc',
      '1',
      '--carry-initial-prompt',
      '--prompt',
      prompt,
    ];
    const stderr = await whisper(args, options).catch((error) => {
      throw asEngineFault('A prompt could not be counted', error);
    });
    return Number(/initial prompt is too long \((\d+) tokens\)/.exec(stderr)?.[1] ?? 1);
  });

/** What it says on stderr. */
const whisper = async (args: string[], options: EngineRunOptions): Promise<string> =>
  (await runEngine('whisper-cli', args, { ...options, silenceMs: SILENCE_MS })).stderr;

/**
 * It may give up half way and exit with 0. Until its end it says, at each twentieth at least:
 *   whisper_print_progress_callback: progress =  95%
 */
const assertEnd = (stderr: string): void => {
  const [, percent = 'nothing'] = [...stderr.matchAll(/progress = *(\d+)%/g)].at(-1) ?? [];
  if (!(Number(percent) >= 95)) throw new Error(`it stopped at ${percent} of 100 %`);
};
