// One fault, as the harness says it to the process in which it happens; and what that process notes.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

/** Environment variables. */
export const SPEC = 'FAULT';
export const LOG = 'FAULT_LOG';

/** What is counted: requests of S3 (all, those that read, those that list), programs started, files written. */
export const Counted = z.enum(['request', 'get', 'list', 'spawn', 'write']);
export type Counted = z.infer<typeof Counted>;

export const Fault = z.object({
  at: Counted,
  /** From 1. */
  nth: z.int().positive(),
  what: z.enum([
    'killRun',
    'killProgram',
    'lostAnswer',
    'slowDown',
    'truncate',
    'stale',
    'fillScratch',
    'emptyBucket',
    'replaceFile',
  ]),
  /** killRun: when the request arrives (and some turns later), or when it is done and not yet answered. */
  phase: z.enum(['before', 'after']).default('before'),
  /** Of the event loop; of a program's life, milliseconds. */
  turns: z.int().nonnegative().default(0),
  /** killProgram: this one, or all of its name from then on. */
  each: z.boolean().default(false),
  /** slowDown: so many requests. */
  burst: z.int().positive().default(5),
  /** stale: still has what was deleted; or lacks the newest. */
  keeps: z.boolean().default(false),
  /** fillScratch: bytes. */
  leave: z.int().nonnegative().default(0),
  path: z.string().default(''),
  from: z.string().default(''),
});
export type Fault = z.infer<typeof Fault>;
export type FaultWanted = z.input<typeof Fault>;

export const Noted = z.discriminatedUnion('type', [
  z.object({ type: z.literal('request'), method: z.string(), url: z.string() }),
  z.object({ type: z.literal('answer'), method: z.string(), url: z.string(), status: z.number() }),
  z.object({ type: z.literal('spawn'), program: z.string() }),
  z.object({ type: z.literal('write'), path: z.string() }),
  z.object({ type: z.literal('fault') }),
]);
export type Noted = z.infer<typeof Noted>;

export const isList = ({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean =>
  method === 'GET' && url.includes('list-type=2');
