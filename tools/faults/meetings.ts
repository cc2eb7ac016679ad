// Events in any order, runs that meet, and outside changes to the buckets.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { VIDEO_BUCKET } from '../../local/store.ts';
import type { Random } from '../../tests/fixtures/random.ts';
import { type OnCall, waiting } from './calls.ts';
import { KEYS, newerIn, sha256Of } from './clips.ts';
import type { Cloud, CloudAccountOptions } from './cloud-account.ts';
import { chance, type Point, upTo } from './kinds.ts';
import { attempt, rehearseSteps, stepAt } from './step-attempt.ts';
import type { StepPoint } from './step-point.ts';

/** Delivers every event a number of times, in any order and with delays. */
export const events = attempt(async ({ random }) => {
  const waiting: Promise<unknown>[] = [];
  const late = chance(random, 0.4);
  let again: (() => void) | undefined;
  const deliver: CloudAccountOptions['deliver'] = (event, listen) => {
    const times = 1 + upTo(random, 3);
    const delays = Array.from({ length: times }, () => upTo(random, chance(random, 0.3) ? 2_000 : 200));
    for (const delay of delays)
      waiting.push(
        sleep(delay)
          .then(() => listen(event))
          .catch(() => {}),
      );
    again = () => void listen(event).catch(() => {});
  };
  return {
    cloud: { deliver },
    go: async (cloud) => {
      const { code, why } = await cloud.send();
      await Promise.all(waiting);
      // Days later, when the run's files have expired.
      if (late) await cloud.videos.removeAll('runs/');
      again?.();
      await sleep(50);
      await cloud.settled();
      const broken = cloud.executions.size === 1 ? [] : [`${cloud.executions.size} executions of one marker`];
      return { ok: code === 0, met: true, why, broken };
    },
  };
});

/** Bare markers at two levels, as from `aws s3 sync`, at the same time as a run of the uploader. */
export const markers = attempt(async ({ random }) => ({
  cloud: {},
  go: async (cloud) => {
    const mark = async (prefix: string) => {
      await sleep(upTo(random, 600));
      await cloud.videos.write(`${prefix}done.txt`, '');
    };
    const [sent] = await Promise.all([
      cloud.send(),
      mark(chance(random, 0.5) ? '' : 'week1/'),
      mark(`week1/lesson${1 + upTo(random, 1)}/`),
    ]);
    await cloud.settled();
    return { ok: sent.code === 0, met: true, why: sent.why };
  },
}));

/** How long a run waits for the other one. */
const MEET_MS = 1_500;

/** Longer than a write takes; otherwise the order would stay the same. */
const APART_MS = 500;

/** Both runs merge the first video at the same time, with their writes interleaved. */
const makeMeeting = (random: Random): OnCall => {
  const { promise: both, resolve: meet } = Promise.withResolvers<void>();
  let there = 0;
  let meeting: Promise<unknown> | undefined;
  return (step, _, key) => {
    if (step !== 'Merge' || key !== KEYS[0]) return undefined;
    there += 1;
    if (there === 2) meet();
    meeting ??= Promise.race([both, sleep(MEET_MS)]);
    return waiting(async () => {
      await meeting;
      await sleep(chance(random, 0.5) ? upTo(random, APART_MS) : 0);
    });
  };
};

/** Two people send the same course, a moment apart. */
export const together = (quality: 'fast' | undefined) =>
  attempt(async ({ random }) => ({
    cloud: chance(random, 0.5) ? { onCall: makeMeeting(random) } : {},
    go: async (cloud) => {
      const late = async () => {
        await sleep(upTo(random, 700));
        return cloud.send(quality ? { quality } : {});
      };
      const [first, second] = await Promise.allSettled([cloud.send(), late()]);
      const ends = [first, second].map((end) =>
        end.status === 'fulfilled' ? end.value : { code: 2, why: String(end.reason) },
      );
      return { ok: false, met: true, why: ends.map(({ code, why }) => `${code} ${why}`).join(' / ') };
    },
  }));

/** Changes something else at the nth S3 call of a run. */
export const meanwhile = (
  act: (cloud: Cloud, folder: string, point: Point) => Promise<void>,
  expected: Pick<StepPoint, 'emptied' | 'replaced'>,
) =>
  attempt(async (point, folder) => {
    // Publish works when the command has ended: what it promised then is no longer its own.
    const { Publish: _, ...calls } = await rehearseSteps(point.world);
    const { step, nth } = stepAt(calls, point.share);
    let account: Cloud | undefined;
    let met = false;
    const hook = waiting(async (at) => {
      if (met || at !== nth || !account) return;
      met = true;
      await act(account, folder, point);
    });
    return {
      ...expected,
      // Only in the way of the first video: the local server deletes an object in several steps.
      cloud: {
        onCall: (called, _, key = KEYS[0]) => (called === step && key === KEYS[0] ? hook : undefined),
      },
      go: async (cloud) => {
        account = cloud;
        const { code, why } = await cloud.send();
        return { ok: code === 0, met, why };
      },
    };
  });

export const putNewer = async ({ store }: Cloud, folder: string, { world }: Point): Promise<void> => {
  const newer = newerIn(world.clips);
  cpSync(newer, join(folder, 'course', KEYS[0]));
  const Metadata = { 'source-sha256': sha256Of(newer), 'source-size': String(readFileSync(newer).length) };
  const Body = readFileSync(newer);
  await store.s3.send(new PutObjectCommand({ Bucket: VIDEO_BUCKET, Key: KEYS[0], Body, Metadata }));
};
