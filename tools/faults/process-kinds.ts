// Faults of the command as a process: kill -9, bad answers from S3, a full disk, files and buckets that change meanwhile.
import { join } from 'node:path';
import { VIDEO_BUCKET } from '../../local/store.ts';
import type { Random } from '../../tests/fixtures/random.ts';
import { KEYS, newerIn } from './clips.ts';
import type { Counted, FaultWanted } from './fault.ts';
import { chance, type Kind, nthOf, type Point, type Tried, upTo } from './kinds.ts';
import { type ProcessPoint, tryProcess } from './process-point.ts';
import type { EngineKind } from './programs.ts';
import { rehearseRun } from './rehearsal.ts';
import { makeScene, type Scene } from './scene.ts';

type Wanted = Omit<ProcessPoint, 'options'> & {
  at: Counted;
  fault: (random: Random, scene: Scene) => Omit<FaultWanted, 'at' | 'nth'>;
  engine?: EngineKind;
  smallScratch?: boolean;
};

const attempt =
  ({ at, fault, engine = 'quick', smallScratch = false, ...expected }: Wanted) =>
  async ({ world, name, random, share }: Point): Promise<Tried> => {
    const jobs = chance(random, 0.5) ? 1 : 2;
    const nth = nthOf(share, (await rehearseRun(world, engine, jobs))[at]);
    const scene = makeScene(world, name);
    const options = { engine, jobs, smallScratch, fault: { at, nth, ...fault(random, scene) } };
    return tryProcess(scene, { options, ...expected });
  };

export const killRun = (random: Random) => {
  const phase = chance(random, 0.4) ? 'after' : 'before';
  const turns = phase === 'after' || chance(random, 0.4) ? 0 : upTo(random, 12);
  return { what: 'killRun', phase, turns } as const;
};

const killProgram = (most: number) => (random: Random) =>
  ({
    what: 'killProgram',
    turns: chance(random, 0.5) ? 0 : upTo(random, most),
    each: chance(random, 0.3),
  }) as const;

const bucketIn = ({ out }: Scene, bucket: string): string => join(out, '.uploader/buckets', bucket);

export const PROCESS_KINDS: Kind[] = [
  {
    name: 'run-killed-at-request',
    title: 'kill -9 of the run before, in and after each of its S3 requests',
    weight: 60,
    attempt: attempt({ at: 'request', fault: killRun }),
  },
  {
    name: 'run-killed-at-write',
    title: 'kill -9 of the run when half of a file is written',
    weight: 45,
    attempt: attempt({ at: 'write', fault: () => ({ what: 'killRun' }) }),
  },
  {
    name: 'run-killed-at-spawn',
    title: 'kill -9 of the run when it has started a program',
    weight: 25,
    attempt: attempt({ at: 'spawn', fault: killRun }),
  },
  {
    name: 'run-killed-while-heard',
    title: 'the same, the engine at work',
    engine: 'real',
    weight: 8,
    attempt: attempt({ at: 'spawn', engine: 'real', fault: killRun }),
  },
  {
    name: 'program-killed',
    title: 'kill -9 of a program at once, or of all of its name: ffmpeg, the engine',
    weight: 25,
    attempt: attempt({ at: 'spawn', fault: killProgram(10) }),
  },
  {
    name: 'engine-killed',
    title: 'the same, up to two seconds into its work',
    engine: 'real',
    weight: 10,
    attempt: attempt({ at: 'spawn', engine: 'real', fault: killProgram(2_000) }),
  },
  {
    name: 'answer-lost',
    title: 'S3 does it, and its answer is lost',
    weight: 40,
    attempt: attempt({ at: 'request', atOnce: true, fault: () => ({ what: 'lostAnswer' }) }),
  },
  {
    name: 'slow-down',
    title: '503 to three to six requests in a row',
    weight: 20,
    attempt: attempt({
      at: 'request',
      atOnce: true,
      fault: (random) => ({ what: 'slowDown', burst: 3 + upTo(random, 3) }),
    }),
  },
  {
    name: 'body-truncated',
    title: 'half of the body of a GET or of a list arrives',
    weight: 30,
    attempt: attempt({ at: 'get', atOnce: true, fault: () => ({ what: 'truncate' }) }),
  },
  {
    name: 'list-stale',
    title: 'a list lacks the newest object, or still has deleted ones',
    weight: 25,
    attempt: attempt({
      at: 'list',
      atOnce: true,
      hidden: true,
      fault: (random) => ({ what: 'stale', keeps: chance(random, 0.5) }),
    }),
  },
  {
    name: 'scratch-full',
    title: 'no space left in /tmp: none at all, or up to 100 KB',
    weight: 20,
    attempt: attempt({
      at: 'spawn',
      smallScratch: true,
      fault: (random) => ({ what: 'fillScratch', leave: chance(random, 0.3) ? 0 : upTo(random, 100_000) }),
    }),
  },
  {
    name: 'bucket-emptied',
    title: 'somebody deletes all that is in the video bucket',
    weight: 15,
    attempt: attempt({
      at: 'request',
      emptied: true,
      fault: (_random, scene) => ({ what: 'emptyBucket', path: bucketIn(scene, VIDEO_BUCKET) }),
    }),
  },
  {
    name: 'file-replaced',
    title: 'a newer version of a video is saved over it in the course',
    weight: 15,
    attempt: attempt({
      at: 'request',
      replaced: true,
      fault: (_random, { course, world }) => ({
        what: 'replaceFile',
        from: newerIn(world.clips),
        path: join(course, KEYS[0]),
      }),
    }),
  },
];
