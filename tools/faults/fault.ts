// One fault, as the harness says it to the process in which it happens; and what that process notes.
import type { IncomingMessage } from 'node:http';
import { z } from 'zod';

/** Environment variables. */
export const SPEC = 'FAULT';
export const LOG = 'FAULT_LOG';

/** What is counted: requests (all, those that change something or a video, those that read or list), programs started, files written. */
export const Counted = z.enum(['request', 'change', 'video', 'get', 'list', 'spawn', 'write']);
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
  /** Of a video, from its bucket; whether its transcript was whole at that moment. */
  z.object({ type: z.literal('delete'), key: z.string(), isTranscribed: z.boolean() }),
  z.object({ type: z.literal('fault') }),
]);
export type Noted = z.infer<typeof Noted>;

/** So many turns of the event loop later: somewhere in the middle of it. */
export const later = (turns: number, act: () => void): void => {
  if (turns <= 0) act();
  else setImmediate(() => later(turns - 1, act));
};

export const isList = ({ method, url = '' }: Pick<IncomingMessage, 'method' | 'url'>): boolean =>
  method === 'GET' && url.includes('list-type=2');

/** Of a request, all that it counts as. */
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
