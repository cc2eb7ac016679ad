// A fault, as the harness describes it to the process in which it happens, and what that process notes.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

/** Environment variables. */
export const SPEC = 'FAULT';
export const LOG = 'FAULT_LOG';

/** What is counted: requests (all, or by kind), programs started, files written. */
export const Counted = z.enum(['request', 'change', 'video', 'get', 'list', 'spawn', 'write']);
export type Counted = z.infer<typeof Counted>;

export const Fault = z.object({
  at: Counted,
  /** Counted from 1. */
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
  /** killRun: when the request arrives (and some turns later), or when it is done but not answered. */
  phase: z.enum(['before', 'after']).default('before'),
  /** Turns of the event loop; for a program, milliseconds of its life. */
  turns: z.int().nonnegative().default(0),
  /** killProgram: every program of this name from now on, instead of one. */
  each: z.boolean().default(false),
  /** slowDown: the number of requests. */
  burst: z.int().positive().default(5),
  /** stale: still lists deleted objects, instead of missing the newest. */
  keeps: z.boolean().default(false),
  /** fillScratch: bytes to leave. */
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
  /** A video was deleted from its bucket; whether its transcript was complete at that moment. */
  z.object({ type: z.literal('delete'), key: z.string(), isTranscribed: z.boolean() }),
  z.object({ type: z.literal('fault') }),
]);
export type Noted = z.infer<typeof Noted>;

/** Acts a number of event loop turns later, in the middle of something. */
export const later = (turns: number, act: () => void): void => {
  if (turns <= 0) act();
  else setImmediate(() => later(turns - 1, act));
};

export const isList = ({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean =>
  method === 'GET' && url.includes('list-type=2');

/** Everything that a request counts as. */
export const sortsOf = (request: Pick<IncomingMessage, 'method' | 'url'>): Counted[] => {
  const { method = '', url = '' } = request;
  const sorts: Counted[] = ['request'];
  const changes = !['GET', 'HEAD'].includes(method);
  if (changes) sorts.push('change');
  if (changes && url.includes('.mp4')) sorts.push('video');
  if (method === 'GET') sorts.push('get');
  if (isList(request)) sorts.push('list');
  return sorts;
};
