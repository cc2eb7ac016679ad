// ffmpeg, the VAD and whisper.cpp as one engine: what of the transcriber is not text, numbers or S3.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { pipeline } from 'node:stream/promises';
import pLimit from 'p-limit';
import type { EngineIdentity } from '../shared/contracts.ts';
import { cut, decode, type Piece } from './ffmpeg.ts';
import { findSpeech } from './vad.ts';
import { SETTINGS, transcribe } from './whisper.ts';

/** Of the sources in nodejs-whisper@0.3.1. */
const VERSION = 'whisper.cpp 1.9.1';

export type EngineOptions = {
  modelPath: string;
  vadModelPath: string;
  /** Ends every program that is running. */
  signal?: AbortSignal;
};

export type Engine = ReturnType<typeof makeEngine>;

/** One engine a process: it runs as many programs at once as there are cores, whoever asks for them. */
export const makeEngine = ({ modelPath, vadModelPath, signal }: EngineOptions) => {
  const workers = availableParallelism();
  const slots = pLimit(workers);
  const options = { signal };
  let identity: Promise<EngineIdentity> | undefined;
  return {
    workers,
    identity: () => (identity ??= identify(modelPath)),
    decode: (video: string, wav: string, key: string) => slots(() => decode(video, wav, key, options)),
    cut: (soundtrack: string, pieces: Piece[]) => slots(() => cut(soundtrack, pieces, options)),
    findSpeech: (wav: string) => slots(() => findSpeech(wav, vadModelPath, options)),
    transcribe: (wav: string) => slots(() => transcribe(wav, modelPath, options)),
  };
};

const identify = async (modelPath: string): Promise<EngineIdentity> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(modelPath), hash);
  const name = basename(modelPath, '.bin').replace(/^ggml-/, '');
  return { version: VERSION, model: { name, sha256: hash.digest('hex') }, settings: SETTINGS };
};
