// The kinds of fault for commands that use an account: kill -9, and bad answers from S3.
import type { Random } from '../../tests/fixtures/random.ts';
import type { FaultWanted } from './fault.ts';
import { type Kind, nthOf, oneOf, type Point, type Tried, upTo } from './kinds.ts';
import { killRun } from './process-kinds.ts';
import type { FaultWorld } from './scene.ts';
import { type StackPoint, type StackTried, trySending } from './stack-point.ts';
import { tryRuns } from './stack-runs.ts';

type Try = (point: StackPoint) => Promise<StackTried>;
type Counts = StackTried['counts'];

const rehearsals = new Map<Try, Promise<Counts>>();

/** Counts the requests of the commands when nothing goes wrong. */
const rehearse = (world: FaultWorld, tryIt: Try): Promise<Counts> => {
  const known = rehearsals.get(tryIt) ?? countRequests(world, tryIt);
  rehearsals.set(tryIt, known);
  return known;
};

const countRequests = async (world: FaultWorld, tryIt: Try): Promise<Counts> => {
  const { broken, counts, output } = await tryIt({ world, name: `rehearsal-${tryIt.name}`, atOnce: true });
  if (broken.length > 0) throw new Error(`Without any fault: ${broken.join(', ')}: ${output}`);
  return counts;
};

type Spec = Omit<FaultWanted, 'nth'>;

/** Most requests only read; the risk is with the others. */
const killed = (random: Random): Spec => ({
  at: oneOf(random, ['request', 'change', 'video']),
  ...killRun(random),
});

const answered = (random: Random): Spec => {
  const lost: Spec = { at: oneOf(random, ['change', 'video', 'video']), what: 'lostAnswer' };
  const refused: Spec = { at: 'request', what: 'slowDown', burst: 3 + upTo(random, 3) };
  return oneOf(random, [lost, lost, refused, { at: 'get', what: 'truncate' }]);
};

const attempt =
  (tryIt: Try, make: (random: Random) => Spec, atOnce: boolean) =>
  async ({ world, name, random, share }: Point): Promise<Tried> => {
    const counts = await rehearse(world, tryIt);
    const { at, ...fault } = make(random);
    // `cancel`, `retry` and `fetch` send no video.
    const among = counts[at] ? at : 'request';
    const nth = nthOf(share, counts[among] ?? 1);
    return tryIt({ world, name, atOnce, fault: { ...fault, at: among, nth } });
  };

export const STACK_KINDS: Kind[] = [
  {
    name: 'sender-killed',
    title: 'kill -9 of the uploader before, in and after each request to an account, a video in parts',
    weight: 45,
    attempt: attempt(trySending, killed, false),
  },
  {
    name: 'sender-answered-badly',
    title: 'the same: the answer lost, 503 to three to six requests, half of a body',
    weight: 40,
    attempt: attempt(trySending, answered, true),
  },
  {
    name: 'commands-killed',
    title: 'kill -9 of `cancel`, `retry` and `fetch`, at each of their requests',
    weight: 20,
    attempt: attempt(tryRuns, killed, false),
  },
  {
    name: 'commands-answered-badly',
    title: 'the same: the answer lost, 503 to three to six requests, half of a body',
    weight: 20,
    attempt: attempt(tryRuns, answered, true),
  },
];
