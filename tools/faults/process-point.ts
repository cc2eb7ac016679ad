// A point of the command itself: it runs with a fault, is checked, and runs again without one.
import { missingOf } from './invariants.ts';
import type { Tried } from './kinds.ts';
import { runUploader, type Scene, type SceneRunOptions } from './scene.ts';
import { againOf, leftIn, lockIn, lostOf, readScene, strangeBelow, unreadOf } from './scene-state.ts';

export type ProcessPoint = {
  options: SceneRunOptions;
  /** Somebody else empties a bucket, whose content is not ours to lose. */
  emptied?: boolean;
  /** The run may finish with an older version than the one in the course at its end. */
  replaced?: boolean;
  /** The run with the fault must finish its work without a second run. */
  atOnce?: boolean;
  /** What a list hides is not cleaned up; the bucket's lifecycle does that. */
  hidden?: boolean;
};

/** A third run must have nothing to do. */
export const tryProcess = async (
  scene: Scene,
  { options, emptied, replaced, atOnce, hidden }: ProcessPoint,
): Promise<Tried> => {
  const { fault: _, smallScratch: __, ...calm } = options;
  const first = await runUploader(scene, options);
  const left = readScene(scene);
  const broken = [...left.broken, ...(emptied ? [] : lostOf(first, left))];
  if (first.code === 0 && !replaced) broken.push(...missingOf(left.shas, left.transcripts, scene.out));
  if (atOnce && first.code !== 0) broken.push(`the run ended with ${first.code}`);
  const second = await runUploader(scene, calm);
  const now = readScene(scene);
  broken.push(...now.broken, ...againOf(left, second, now));
  if (second.code !== 0) broken.push(`the second run ended with ${second.code}: ${tail(second.output)}`);
  else broken.push(...missingOf(now.shas, now.transcripts, scene.out), ...(hidden ? [] : leftIn(now)));
  broken.push(...unreadOf(first), ...unreadOf(second), ...strangeBelow(scene.out), ...lockIn(scene.out));
  return { met: first.met, atOnce: first.code === 0, broken, output: tail(first.output) };
};

export const tail = (output: string): string => output.trim().split('\n').slice(-3).join(' | ').slice(-700);
