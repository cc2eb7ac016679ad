// What transcribe-engine is asked and what it answers, as native/README.md describes it.
import { z } from 'zod';

const Pair = z.tuple([z.number(), z.number()]).transform(([start, end]) => ({ start, end }));
const Words = z.array(
  z.object({ start: z.number(), end: z.number(), text: z.string(), probability: z.number() }),
);

/** Times are seconds from the start of the job's sound. */
export const Answer = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), kernels: z.string(), version: z.string() }),
  z.object({ type: z.literal('speech'), speech: z.array(Pair), windows: z.array(Pair) }),
  z.object({ type: z.literal('window'), start: z.number(), end: z.number(), words: Words }),
  z.object({ type: z.literal('done') }),
  z.object({ type: z.literal('language'), language: z.string(), probability: z.number() }),
  z.object({ type: z.literal('tokens'), count: z.int() }),
  z.object({ type: z.literal('error'), name: z.string(), message: z.string() }),
]);
export type Answer = z.infer<typeof Answer>;

export type Job =
  | { type: 'transcribe'; beams: number; language: string; translate: boolean; prompt: string }
  | { type: 'speech'; threshold: number }
  | { type: 'language' }
  | { type: 'tokens'; prompt: string };

/** The answer after which nothing more comes for a job. */
const LAST: Record<Job['type'], Answer['type']> = {
  transcribe: 'done',
  speech: 'speech',
  language: 'language',
  tokens: 'tokens',
};

export const isLast = (job: Job, answer: Answer): boolean =>
  answer.type === 'error' || answer.type === LAST[job.type];

/** The line of a job; its sound follows. */
export const toLine = (job: Job, bytes: number): string => `${JSON.stringify({ id: '', bytes, ...job })}\n`;

/** @throws {Error} where the line is no answer. */
export const readAnswer = (line: string): Answer => Answer.parse(JSON.parse(line));
