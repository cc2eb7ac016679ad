// A Task of one video: the call of its function, with the Retry for refused and failed calls.
import type { SimulatedFault } from './faults.ts';
import { HISTORY_FULL, THROTTLED } from './faults.ts';
import { QUOTAS } from './quotas.ts';
import { type Attempts, nextDelay } from './retry.ts';
import type { CallShape } from './shape.ts';
import { functionOf } from './stack.ts';
import type { RunDeps, SimulatedWorld } from './world.ts';

/** LambdaFunctionFailed, …Scheduled and …Started. */
const EVENTS_A_RETRY = 3;

/** The execution of a call. */
export type Child = { video: number; events: number };

export type SimulatedTask = {
  child: Child;
  state: string;
  call: CallShape;
  end: () => void;
  fail: (fault: SimulatedFault) => void;
  /** Stops retries once it returns true. */
  isGivenUp?: () => boolean;
};

export const makeCaller = (
  world: SimulatedWorld,
  { machine, functions, faultOf, coldSeconds, onCall }: RunDeps,
) => {
  const { clock, lambda, gauges, counts, waited } = world;

  return (task: SimulatedTask): void => attempt(task, []);

  function attempt(task: SimulatedTask, attempts: Attempts): void {
    const { child, state, call, end } = task;
    const name = functionNameOf(state);
    const started = clock.now();
    const taken = lambda.call(name, started);
    if (!taken) {
      again(task, attempts, THROTTLED);
      return;
    }
    const error = faultOf(state, call);
    const cold = taken.isCold && functions.get(name)?.isImage ? coldSeconds : 0;
    const seconds = cold + (error ? 0 : call.seconds);
    world.bill(name, seconds);
    ask(call, seconds);
    clock.at(started + seconds, () => {
      lambda.end(name, clock.now());
      spread(call, -seconds);
      onCall?.({ video: child.video, state, started, ended: clock.now() });
      if (error) again(task, attempts, error);
      else end();
    });
  }

  function ask(call: CallShape, seconds: number): void {
    counts.puts += call.puts;
    counts.gets += call.gets;
    spread(call, seconds);
  }

  /** @param seconds less than 0: the call has ended. */
  function spread({ puts, gets }: CallShape, seconds: number): void {
    const divisor = Math.sign(seconds) * Math.max(1, Math.abs(seconds));
    if (divisor === 0) return;
    gauges.puts.change(clock.now(), puts / divisor);
    gauges.gets.change(clock.now(), gets / divisor);
  }

  function again(task: SimulatedTask, attempts: Attempts, error: string): void {
    const { child, state, fail, isGivenUp } = task;
    if (isGivenUp?.()) return;
    const delay = nextDelay(machine.states.get(state)?.Retry ?? [], attempts, error, world.random);
    if (delay === undefined) {
      fail({ state, error });
      return;
    }
    child.events += EVENTS_A_RETRY;
    if (child.events > QUOTAS.stepFunctions.historyEvents) {
      fail({ state, error: HISTORY_FULL });
      return;
    }
    counts.retries += 1;
    if (error === THROTTLED) {
      waited.lambda += delay;
      counts.attempts = Math.max(
        counts.attempts,
        attempts.reduce((sum, count) => sum + (count ?? 0), 0),
      );
    }
    clock.at(clock.now() + delay, () => {
      if (!isGivenUp?.()) world.enter(1, () => attempt(task, attempts));
    });
  }

  function functionNameOf(state: string): string {
    const definition = machine.states.get(state);
    if (!definition) throw new Error(`The ASL has no ${state}.`);
    return functionOf(definition);
  }
};
