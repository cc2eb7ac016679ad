// ffmpeg, the VAD and whisper.cpp as one engine: what of the transcriber is not text, numbers or S3.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pLimit from 'p-limit';
import type { Options } from '../../shared/contracts/steps.ts';
import type { EngineIdentity, EngineSettings } from '../../shared/contracts/transcript.ts';
import { type DecodeOptions, decode } from '../../shared/media/decode.ts';
import { probe } from '../../shared/media/ffmpeg.ts';
import { BYTES_PER_SECOND } from '../../shared/media/pcm.ts';
import { readHeader } from '../../shared/models/header.ts';
import { settingsOf } from '../../shared/models/settings.ts';
import type { Sink } from '../../shared/system/process.ts';
import { findSpeech } from './vad.ts';
import { countTokens, detectLanguages, transcribe, WINDOW_SECONDS } from './whisper.ts';

/** Of the sources in nodejs-whisper@0.3.1. */
const VERSION = 'whisper.cpp 1.9.1';

export type EngineOptions = {
  modelPath: string;
  vadModelPath: string;
  /** Programs at once; as many as there are cores unless told. */
  workers?: number | undefined;
  /** Ends every program that is running. */
  signal?: AbortSignal | undefined;
  /** Told, once each, of what the engine could do without but somebody should know. */
  warn?: (message: string) => void;
};

export type Engine = ReturnType<typeof makeEngine>;

export type Attempt = {
  /** What was heard before and left doubts: it takes longer, and so says nothing of the engine's rate. */
  isAgain?: boolean;
  timeoutMs?: number | undefined;
  /** True: `[Music]` and its kin are left among the words. */
  keepsMarks?: boolean;
};

/** One engine a process: it runs as many programs at once as it has workers, whoever asks for them. */
export const makeEngine = ({
  modelPath,
  vadModelPath,
  workers = availableParallelism(),
  signal,
  warn = () => {},
}: EngineOptions) => {
  const slots = pLimit(workers);
  const options = { signal, libraries: { dead: new Set<string>(), onDeath: warn } };
  const identify = once(() => identityOf(modelPath));
  const rates = new Map<string, number>();
  const tokens = new Map<string, Promise<number>>();

  /** Of a prompt, which is the same for all chunks of a video. */
  const tokensOf = (prompt: string): Promise<number> | number => {
    if (prompt === '') return 0;
    const counted = tokens.get(prompt) ?? slots(() => countTokens(prompt, modelPath, options));
    tokens.set(prompt, counted);
    counted.catch(() => tokens.delete(prompt));
    return counted;
  };

  return {
    workers,
    /** What a transcript made with these options names as its origin. */
    identity: async (wanted: Options): Promise<EngineIdentity> => {
      const { multilingual, ...identity } = await identify();
      return { ...identity, settings: settingsOf(wanted, identity.model.name, multilingual) };
    },
    countTokens: async (prompt: string): Promise<number> => tokensOf(prompt),
    probe: (video: string, key: string) => probe(video, key, options),
    /** In no slot of its own: it waits for the VAD, which needs one. */
    decode: (video: string, key: string, sink: Sink, wanted: DecodeOptions) =>
      decode(video, key, sink, { ...options, ...wanted }),
    findSpeech: (wav: string, threshold: number) =>
      slots(() => findSpeech(wav, vadModelPath, threshold, options)),
    detectLanguages: (wavs: string[]) => slots(() => detectLanguages(wavs, modelPath, options)),
    transcribe: async (
      wav: string,
      settings: EngineSettings,
      { isAgain, timeoutMs, keepsMarks = false }: Attempt = {},
    ) => {
      const promptTokens = await tokensOf(settings.prompt);
      const seconds = (await stat(wav)).size / BYTES_PER_SECOND;
      return slots(async () => {
        const started = performance.now();
        const task = { wav, settings, promptTokens, keepsMarks };
        const segments = await transcribe(task, modelPath, { ...options, timeoutMs });
        // A shorter file takes as long as a window.
        const rate = (performance.now() - started) / 1_000 / Math.max(seconds, WINDOW_SECONDS);
        if (!isAgain) rates.set(qualityOf(settings), rate);
        return segments;
      });
    },
    /** Seconds that one worker took for a second of sound at this quality, the last time; undefined before the first. */
    rate: (settings: EngineSettings) => rates.get(qualityOf(settings)),
    modelBytes: async () => (await stat(modelPath)).size,
  };
};

/** What decides about its speed, of a model that is always the same. */
const qualityOf = ({ beamSize, bestOf }: EngineSettings): string => `${beamSize}/${bestOf}`;

const identityOf = async (modelPath: string) => {
  const { multilingual } = await readHeader(modelPath);
  const hash = createHash('sha256');
  await pipeline(createReadStream(modelPath), hash);
  const name = basename(modelPath, '.bin').replace(/^ggml-/, '');
  return { version: VERSION, model: { name, sha256: hash.digest('hex') }, multilingual };
};

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    made.catch(() => {
      made = undefined;
    });
    return made;
  };
};
