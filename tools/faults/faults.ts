// `npm run test:faults -- --seed 1 --points 540`: tries faults at every step of the real pipeline on this machine, and
// reports what was lost. `--only NAME,NAME` tries these kinds, `--only NAME:17` one point of a kind (with the same --seed and
// --points).
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { crc32 } from 'node:zlib';
import pLimit from 'p-limit';
import { z } from 'zod';
import { mulberry32 } from '../../tests/fixtures/random.ts';
import { makeClips } from './clips.ts';
import type { Kind, Tried } from './kinds.ts';
import { PROCESS_KINDS } from './process-kinds.ts';
import { makePrograms } from './programs.ts';
import type { FaultWorld } from './scene.ts';
import { STACK_KINDS } from './stack-kinds.ts';
import { STEP_KINDS } from './step-kinds.ts';
import { type FaultRow, faultTable } from './table.ts';

const KINDS: Kind[] = [...PROCESS_KINDS, ...STACK_KINDS, ...STEP_KINDS];

/** A little more than the usual number of cores, since much of the time is waiting. */
const AT_ONCE = 5;

const Wanted = z.object({
  seed: z.coerce.number().int().default(1),
  points: z.coerce.number().int().min(1).default(540),
  only: z.string().default(''),
  jobs: z.coerce.number().int().min(1).default(AT_ONCE),
});
type Wanted = z.infer<typeof Wanted>;

const options = { type: 'string' } as const;
const wanted = Wanted.parse(
  parseArgs({ options: { seed: options, points: options, only: options, jobs: options } }).values,
);

type Planned = { kind: Kind; index: number; of: number };

/** Each kind gets its share of the points, and at least one. */
const plan = ({ points, only }: Wanted): Planned[] => {
  const [names = '', index] = only.split(':');
  const total = KINDS.reduce((sum, { weight }) => sum + weight, 0);
  const chosen = names === '' ? KINDS : names.split(',').map(kindCalled);
  return chosen.flatMap((kind) => {
    const of = Math.max(1, Math.round((points * kind.weight) / total));
    const all = Array.from({ length: of }, (_, index) => ({ kind, index, of }));
    return index === undefined ? all : all.slice(Number(index), Number(index) + 1);
  });
};

const kindCalled = (name: string): Kind => {
  const kind = KINDS.find((each) => each.name === name);
  if (!kind) throw new Error(`--only takes the names of ${KINDS.map((each) => each.name).join(', ')}`);
  return kind;
};

const turnOf = ({ kind, index }: Planned): number => crc32(`${kind.name} ${index}`);

const attempt = async (world: FaultWorld, { kind, index, of }: Planned): Promise<Tried> => {
  const random = mulberry32(crc32(`${wanted.seed} ${kind.name} ${index}`));
  const share = (index + random()) / of;
  const name = `${kind.name}-${index}`;
  try {
    return await kind.attempt({ world, name, random, share });
  } catch (error) {
    const output = Error.isError(error) ? (error.stack ?? error.message) : String(error);
    return { met: true, atOnce: false, broken: [`the test itself failed: ${output}`], output };
  }
};

const main = async (): Promise<number> => {
  const began = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'faults-'));
  const world = { folder, clips: join(folder, 'clips'), paths: makePrograms(join(folder, 'programs')) };
  makeClips(world.clips);
  const rows = new Map<string, FaultRow>(
    KINDS.map(({ name, title, engine = 'quick' }) => [
      name,
      { name, title, engine, tried: 0, met: 0, atOnce: 0, broken: 0 },
    ]),
  );
  const limit = pLimit(wanted.jobs);
  // Shuffled, because some points compute while others wait.
  const points = plan(wanted).toSorted((a, b) => turnOf(a) - turnOf(b));
  let done = 0;
  const one = async (point: Planned) => {
    const { met, atOnce, broken, output } = await attempt(world, point);
    const { name } = point.kind;
    done += 1;
    if (broken.length > 0) {
      const command = `npm run test:faults -- --seed ${wanted.seed} --points ${wanted.points} --only ${name}:${point.index}`;
      console.log(
        `BROKEN ${name}:${point.index}\n  ${[...new Set(broken)].join('\n  ')}\n  it said: ${output}\n  ${command}`,
      );
    } else await rm(join(folder, `${name}-${point.index}`), { recursive: true, force: true });
    if (done % 25 === 0) console.log(`${done} of ${points.length} points`);
    const row = rows.get(name);
    if (!row) return;
    row.tried += 1;
    row.met += Number(met);
    row.atOnce += Number(met && atOnce);
    row.broken += Number(broken.length > 0);
  };
  await Promise.all(points.map((point) => limit(() => one(point))));
  const tried = [...rows.values()].filter((row) => row.tried > 0);
  const minutes = (performance.now() - began) / 60_000;
  console.log(faultTable(tried, { ...wanted, minutes }));
  const broken = tried.reduce((sum, row) => sum + row.broken, 0);
  if (broken === 0) await rm(folder, { recursive: true, force: true });
  else console.log(`What the broken points left is in ${folder}`);
  return broken === 0 ? 0 : 1;
};

process.exit(await main());
