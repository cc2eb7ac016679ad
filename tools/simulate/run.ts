// A run in virtual time: a child execution for each video, by the traces of the ASL, at most MaxConcurrency at once.
import { type Child, makeCaller } from './call.ts';
import type { SimulatedFault } from './faults.ts';
import { QUOTAS } from './quotas.ts';
import type { CallShape, Shape } from './shape.ts';
import type { Trace, TraceStep } from './trace.ts';
import { makeSimulatedWorld, type RunDeps, type RunSize } from './world.ts';

export type RunResult = ReturnType<typeof simulateRun>;

type Video = Child & { shape: Shape };

const NOTHING: CallShape = { seconds: 0, puts: 0, gets: 0, tmpBytes: 0 };

export const simulateRun = (size: RunSize, deps: RunDeps) => {
  const world = makeSimulatedWorld(size, deps);
  const { clock, gauges, counts, waited } = world;
  const walk = makeWalker(world, deps);
  let next = 0;

  const startNext = (): void => {
    if (next === size.videos) return;
    const video = next;
    next += 1;
    const at = world.starts.reserve(clock.now());
    waited.start += at - clock.now();
    clock.at(at, () => startChild(video));
  };

  const startChild = (video: number): void => {
    const shape = deps.shapes[video % deps.shapes.length];
    if (!shape) return;
    const now = clock.now();
    if (now > 0) {
      world.busy.open = gauges.open.average(now);
      world.busy.working = world.lambda.working.average(now);
    }
    gauges.open.change(now, 1);
    gauges.started.count(now);
    const trace = deps.traces.of(shape.chunks);
    const child: Video = { video, shape, events: trace.events };
    walk(child, trace, 0, () => {
      counts.events = Math.max(counts.events, child.events);
      gauges.open.change(clock.now(), -1);
      startNext();
    });
  };

  const slots = Math.min(size.maxConcurrency, size.videos, QUOTAS.stepFunctions.childrenAtOnce);
  for (let slot = 0; slot < slots; slot += 1) startNext();
  clock.run();
  return {
    ...gauges,
    counts,
    waited,
    busy: world.busy,
    seconds: clock.now(),
    lambda: world.lambda,
    billed: world.billed,
    failures: world.failures,
  };
};

/** Walks through the steps of a trace; after a failure, through those that the ASL has for it. */
const makeWalker = (world: ReturnType<typeof makeSimulatedWorld>, deps: RunDeps) => {
  const call = makeCaller(world, deps);

  return function walk(child: Video, trace: Trace, index: number, end: () => void): void {
    const step = trace.steps[index];
    if (!step) {
      world.enter(trace.lastTransitions, end);
      return;
    }
    const goOn = () => walk(child, trace, index + 1, end);
    const fail = (fault: SimulatedFault) => {
      world.failures.set(fault.error, (world.failures.get(fault.error) ?? 0) + 1);
      const after = deps.traces.after(fault);
      // Nothing catches it, so the execution has failed.
      if (after.steps.length === 0) end();
      else walk(child, after, 0, end);
    };
    const { state } = step;
    world.enter(step.transitions, () => {
      if (step.each) iterate(child, step, goOn, fail);
      else call({ child, state, call: child.shape.calls[state] ?? NOTHING, end: goOn, fail });
    });
  };

  /** An inline Map: runs as many iterations at once as AWS allows. */
  function iterate(
    child: Video,
    { state, each = [] }: TraceStep,
    goOn: () => void,
    fail: (fault: SimulatedFault) => void,
  ): void {
    const calls = child.shape.chunkCalls;
    const [task] = each;
    if (!task || calls.length === 0) {
      goOn();
      return;
    }
    const limit = deps.machine.states.get(state)?.MaxConcurrency || QUOTAS.stepFunctions.inlineMapAtOnce;
    let [begun, done, isOver] = [0, 0, false];
    const begin = (): void => {
      const of = calls[begun];
      if (!of || isOver) return;
      begun += 1;
      const one = { child, state: task.state, call: of, end, fail: stop, isGivenUp: () => isOver };
      world.enter(task.transitions, () => call(one));
    };
    const end = (): void => {
      done += 1;
      if (isOver) return;
      if (done === calls.length) goOn();
      else begin();
    };
    // The other iterations are abandoned; calls that have started still finish.
    const stop = (fault: SimulatedFault): void => {
      if (isOver) return;
      isOver = true;
      fail(fault);
    };
    for (let slot = 0; slot < limit; slot += 1) begin();
  }
};
