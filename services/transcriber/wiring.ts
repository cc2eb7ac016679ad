// What the image's three functions share: their buckets and their engine, configured by the environment.
import { z } from 'zod';
import { bucketsFromEnv } from '../shared/aws/clients.ts';
import { readEnv } from '../shared/aws/env.ts';
import { warn } from '../shared/aws/instrument.ts';
import { makeEngine } from './engine/engine.ts';

const env = readEnv({
  WHISPER_MODEL_PATH: z.string(),
  VAD_MODEL_PATH: z.string(),
  CHUNK_MINUTES: z.coerce.number().positive().default(20),
  MIN_COVERAGE: z.coerce.number().min(0).max(1).default(0),
});

export const buckets = bucketsFromEnv();
export const engine = makeEngine({
  modelPath: env.WHISPER_MODEL_PATH,
  vadModelPath: env.VAD_MODEL_PATH,
  warn,
});
export const chunkSeconds = env.CHUNK_MINUTES * 60;
export const minCoverage = env.MIN_COVERAGE;
