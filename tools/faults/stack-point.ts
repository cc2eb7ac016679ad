// A point of the uploader's commands with an account: one of them meets a fault, everything is checked, and the same command
// runs again without one.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { VIDEO_BUCKET } from '../../local/store.ts';
import type { Counted } from './fault.ts';
import { missingOf } from './invariants.ts';
import type { Tried } from './kinds.ts';
import { tail } from './process-point.ts';
import { againOf, leftIn, lostOf, readScene, strangeBelow, unreadOf } from './scene-state.ts';
import { type CommandRan, openStackScene, type StackScene } from './stack-scene.ts';

export type StackPoint = Omit<Parameters<typeof openStackScene>[0], 'onCall'> & {
  /** The command with the fault must finish its work by itself. */
  atOnce: boolean;
};

/** Counts the requests of each kind. */
export type StackTried = Tried & { counts: Partial<Record<Counted, number>> };

const SEND = ['course', '--whole-video', '--wait', '--out', 'out'];

/** What had arrived when its client disappeared is still processed, a little later. */
export const SETTLED_MS = 200;

export const waitUntilSettled = async ({ settled }: StackScene): Promise<void> => {
  await sleep(SETTLED_MS);
  await settled();
};

/** `uploader course --wait`, with a video in parts. */
export const trySending = async ({ atOnce, ...options }: StackPoint): Promise<StackTried> => {
  const stack = await openStackScene(options);
  try {
    const first = await stack.run(SEND, true);
    await waitUntilSettled(stack);
    const [left, parts] = [readScene(stack), partsIn(stack.out)];
    const broken = [...left.broken, ...lostOf(first, left)];
    if (first.code === 0) broken.push(...missingOf(left.shas, left.transcripts, stack.out));
    else if (atOnce) broken.push(`the command ended with ${first.code}`);
    const second = await stack.run(SEND, false);
    await waitUntilSettled(stack);
    const now = readScene(stack);
    if (second.code !== 0) broken.push(`the second one ended with ${second.code}: ${tail(second.output)}`);
    broken.push(...now.broken, ...missingOf(now.shas, now.transcripts, stack.out), ...leftIn(now));
    broken.push(...againOf(left, second, now), ...sentAgain(parts, second), ...unreadOf(second));
    broken.push(...partsIn(stack.out).map((part) => `part ${part} is left in the bucket`));
    broken.push(...stack.seen.unread, ...stack.seen.again, ...strangeBelow(stack.out));
    const output = tail(first.output);
    return { met: stack.isMet(), atOnce: first.code === 0, broken, output, counts: stack.counts };
  } finally {
    await stack.close();
  }
};

/** The part numbers of unfinished uploads in S3. */
const partsIn = (out: string): string[] => {
  const folder = join(out, '.uploader/buckets/.s3', VIDEO_BUCKET, 'uploads');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.flatMap((name) => /\/0*(\d+)$/.exec(name)?.[1] ?? []);
};

const sentAgain = (parts: string[], { noted }: CommandRan): string[] =>
  parts
    .filter((part) => noted.some((line) => line.type === 'request' && partOf(line.url) === part))
    .map((part) => `part ${part} was sent again`);

const partOf = (url: string): string | null => new URLSearchParams(url.split('?')[1]).get('partNumber');
