// Jobs for transcribe-engine and its answers, as described in native/README.md.
import { z } from 'zod';

const Pair = z.tuple([z.number(), z.number()]).transform(([start, end]) => ({ start, end }));
const Words = z.array(
  z.object({ start: z.number(), end: z.number(), text: z.string(), probability: z.number() }),
);

/** Times are in seconds from the start of the job's sound. */
export const EngineAnswer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), kernels: z.string(), version: z.string() }),
  z.object({ type: z.literal('speech'), speech: z.array(Pair), windows: z.array(Pair) }),
  z.object({ type: z.literal('window'), start: z.number(), end: z.number(), words: Words }),
  z.object({ type: z.literal('done') }),
  z.object({ type: z.literal('language'), language: z.string(), probability: z.number() }),
  z.object({ type: z.literal('tokens'), count: z.int() }),
  z.object({ type: z.literal('error'), name: z.string(), message: z.string() }),
]);
export type EngineAnswer = z.infer<typeof EngineAnswer>;

export type EngineJob =
  | { type: 'transcribe'; beams: number; language: string; translate: boolean; prompt: string }
  | { type: 'speech'; threshold: number }
  | { type: 'language' }
  | { type: 'tokens'; prompt: string };

/** The answer that ends a job of each type. */
const LAST: Record<EngineJob['type'], EngineAnswer['type']> = {
  transcribe: 'done',
  speech: 'speech',
  language: 'language',
  tokens: 'tokens',
};

export const isLast = (job: EngineJob, answer: EngineAnswer): boolean =>
  answer.type === 'error' || answer.type === LAST[job.type];

/** Writes a job as one line; its sound follows. */
export const toLine = (job: EngineJob, bytes: number): string =>
  `${JSON.stringify({ id: '', bytes, ...job })}\n`;

/** @throws {Error} if the line is not an answer. */
export const readAnswer = (line: string): EngineAnswer => EngineAnswer.parse(JSON.parse(line));
