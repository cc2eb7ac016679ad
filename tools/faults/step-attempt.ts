// Chooses the place of a point in a run of an account, and tries it.
import { join } from 'node:path';
import { STEPS, type StepName } from '../../local/account.ts';
import { copyCourse, KEYS } from './clips.ts';
import { openCloudAccount } from './cloud-account.ts';
import { nthOf, type Point, type Tried } from './kinds.ts';
import type { FaultWorld } from './scene.ts';
import { type StepPoint, tryCloud } from './step-point.ts';

type Counts = Partial<Record<StepName, number>>;
let rehearsed: Promise<Counts> | undefined;

/** The largest number of S3 calls of each step. */
export const rehearseSteps = (world: FaultWorld): Promise<Counts> => {
  rehearsed ??= (async () => {
    const folder = join(world.folder, 'rehearsal-cloud');
    copyCourse(world.clips, join(folder, 'course'));
    const cloud = await openCloudAccount({ folder, course: join(folder, 'course') });
    const { code, why } = await cloud.send();
    await cloud.close();
    if (code !== 0) throw new Error(`A run without any fault failed: ${why}`);
    if (cloud.seen.deletes !== KEYS.length) throw new Error(`It deleted ${cloud.seen.deletes} videos`);
    return cloud.counts;
  })();
  return rehearsed;
};

/** The nth S3 call of the whole run, counted over its steps. */
export const stepAt = (calls: Counts, share: number): { step: StepName; nth: number } => {
  let left = nthOf(
    share,
    Object.values(calls).reduce((sum, count) => sum + count, 0),
  );
  for (const step of STEPS) {
    const count = calls[step] ?? 0;
    if (left <= count) return { step, nth: left };
    left -= count;
  }
  return { step: 'Report', nth: 1 };
};

export const attempt =
  (make: (point: Point, folder: string, course: string) => Promise<StepPoint>) =>
  async (point: Point): Promise<Tried> => {
    const folder = join(point.world.folder, point.name);
    const course = join(folder, 'course');
    copyCourse(point.world.clips, course);
    process.env.PATH = point.world.paths.quick;
    await rehearseSteps(point.world);
    return tryCloud(folder, course, await make(point, folder, course));
  };
