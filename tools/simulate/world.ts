// Shared by all videos of a simulated run: the clock, Lambda, Step Functions' token buckets, and their gauges.
import { mulberry32, type Random } from '../../tests/fixtures/random.ts';
import { makeClock, type VirtualClock } from './events.ts';
import type { SimulatedFault } from './faults.ts';
import { makeLevel, makePeakRate } from './gauge.ts';
import { type Lambda, makeLambda } from './lambda.ts';
import { QUOTAS } from './quotas.ts';
import type { CallShape, Shape } from './shape.ts';
import type { LambdaFunction, ParsedStateMachine } from './stack.ts';
import { makeTokenBucket } from './token-bucket.ts';
import type { Trace } from './trace.ts';

export type Traces = { of: (chunks: number) => Trace; after: (fault: SimulatedFault) => Trace };

export type RunDeps = {
  shapes: Shape[];
  machine: ParsedStateMachine;
  traces: Traces;
  functions: Map<string, LambdaFunction>;
  /** The error of a call that cannot succeed. */
  faultOf: (state: string, call: CallShape) => string | undefined;
  /** The start time of a function from its image. */
  coldSeconds: number;
  random?: Random;
  /** Called for each accepted call. */
  onCall?: (call: { video: number; state: string; started: number; ended: number }) => void;
};

export type RunSize = { videos: number; maxConcurrency: number; lambdaConcurrency: number; seed: number };

export type Billed = { seconds: number; calls: number; longest: number };

export type SimulatedWorld = ReturnType<typeof makeSimulatedWorld>;

export const makeSimulatedWorld = ({ lambdaConcurrency, seed }: RunSize, { random }: RunDeps) => {
  const clock: VirtualClock = makeClock();
  const lambda: Lambda = makeLambda(lambdaConcurrency);
  const { childStarts, stateTransitions } = QUOTAS.stepFunctions;
  const starts = makeTokenBucket(childStarts.bucket, childStarts.aSecond);
  const enters = makeTokenBucket(stateTransitions.bucket, stateTransitions.aSecond);
  const gauges = {
    open: makeLevel(),
    transitions: makePeakRate(),
    started: makePeakRate(),
    /** Requests a second to S3, spread over the calls that make them. */
    puts: makeLevel(),
    gets: makeLevel(),
  };
  const waited = { lambda: 0, start: 0, transition: 0 };
  /** Averages until the last video started: after that there is less and less to do. */
  const busy = { open: 0, working: 0 };
  const counts = { events: 0, retries: 0, attempts: 0, puts: 0, gets: 0 };
  const billed = new Map<string, Billed>();
  const failures = new Map<string, number>();

  /** Continues when Step Functions has a token for each of the states. */
  const enter = (states: number, then: () => void): void => {
    const now = clock.now();
    let at = now;
    for (let state = 0; state < states; state += 1) at = enters.reserve(now);
    waited.transition += at - now;
    gauges.transitions.count(now, states);
    clock.at(at, then);
  };

  const bill = (name: string, seconds: number): void => {
    const known = billed.get(name) ?? { seconds: 0, calls: 0, longest: 0 };
    known.seconds += seconds;
    known.calls += 1;
    known.longest = Math.max(known.longest, seconds);
    billed.set(name, known);
  };

  const chance = random ?? mulberry32(seed);
  return {
    clock,
    lambda,
    starts,
    enter,
    bill,
    gauges,
    waited,
    busy,
    counts,
    billed,
    failures,
    random: chance,
  };
};
