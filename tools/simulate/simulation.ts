// One simulation: the plan, the traces, the run, and its result in seconds, dollars and shares of quotas.
import { dollarsOf, runDollars, transcribeDollars } from '../../services/shared/bill/cost.ts';
import { CLOUD } from '../../services/uploader/estimate/measured.ts';
import { type SimulatedFault, THROTTLED } from './faults.ts';
import { publishRequests, publishSeconds } from './publish.ts';
import type { Resource } from './resource.ts';
import { listResources } from './resources.ts';
import { type RunResult, simulateRun } from './run.ts';
import type { SimulationSettings } from './settings.ts';
import { type CallShape, makeShapes, type Shape } from './shape.ts';
import { type ParsedStateMachine, readMachine, type SizedFunction, type StackText } from './stack.ts';
import { type Trace, traceChild } from './trace.ts';
import type { RunDeps, Traces } from './world.ts';

const MB_PER_GB = 1_024;
const BYTES_A_MEGABYTE = 1_024 ** 2;

/** Errors of a Task besides refusal: each is caught and recorded. */
const FAULTS = [THROTTLED, 'ScratchFull', 'ChunkTooSlow', 'Sandbox.Timedout'];

export type Simulation = {
  settings: SimulationSettings;
  seconds: number;
  dollars: number;
  /** The part of the cost and time that goes into the course page. */
  pageDollars: number;
  pageSeconds: number;
  transcribeDollars: number;
  chunks: number;
  failed: number;
  failures: Map<string, number>;
  run: RunResult;
  trace: Trace;
  resources: Resource[];
};

export const simulate = async (settings: SimulationSettings, stack: StackText): Promise<Simulation> => {
  const machine = readMachine(stack.asl);
  const functions = withMemory(stack.functions, settings);
  const shapes = makeShapes(settings);
  const traces = await makeTraces(machine, shapes, settings);
  const deps = { shapes, machine, functions, traces, coldSeconds: CLOUD.functionStartSeconds };
  const run = simulateRun(settings, { ...deps, faultOf: faultOf(machine, functions, settings) });
  const trace = traces.of(Math.max(...shapes.map(({ chunks }) => chunks)));
  const failed = [...run.failures.values()].reduce((sum, count) => sum + count, 0);
  const facts = { settings, machine, functions, shapes, run, trace };
  const resources = listResources(facts);
  const report = resources.find(({ name }) => name === 'Report, seconds')?.peak ?? 0;
  return {
    settings,
    seconds: CLOUD.runStartSeconds + run.seconds + report,
    dollars: dollars(run, functions) + pageDollars(settings, functions),
    pageDollars: pageDollars(settings, functions),
    pageSeconds: publishSeconds(settings, memoryOfPublish(functions)),
    transcribeDollars: transcribeDollars(settings.minutes * 60) * settings.videos,
    chunks: trace.steps.find(({ each }) => each) ? Math.max(...shapes.map(({ chunks }) => chunks)) : 0,
    failed,
    failures: run.failures,
    run,
    trace,
    resources,
  };
};

/** Resolves `!Ref TranscriberMemory` to the simulated number. */
const withMemory = (
  functions: StackText['functions'],
  { memoryMegabytes }: SimulationSettings,
): Map<string, SizedFunction> =>
  new Map(
    [...functions].map(([name, one]) => [
      name,
      { ...one, memory: typeof one.memory === 'number' ? one.memory : memoryMegabytes },
    ]),
  );

/** One trace for each number of chunks; what follows a fault is the same for all. */
const makeTraces = async (
  machine: ParsedStateMachine,
  shapes: Shape[],
  settings: SimulationSettings,
): Promise<Traces> => {
  const counts = [...new Set(shapes.map(({ chunks }) => chunks))];
  const whole = new Map<number, Trace>();
  for (const chunks of counts) whole.set(chunks, await traceChild(machine, chunks, settings));
  const tasks = [...machine.states].filter(([, { Type }]) => Type === 'Task').map(([state]) => state);
  const after = new Map<string, Trace>();
  // What follows the last of a thousand retries is the same without retries.
  const child: ParsedStateMachine['child'] = JSON.parse(JSON.stringify(machine.child), (key, value) =>
    key === 'Retry' ? undefined : value,
  );
  const nothing: Trace = { steps: [], lastTransitions: 1, events: 0, stateBytes: 0, outputBytes: 0 };
  for (const state of tasks) {
    for (const error of FAULTS) {
      const fault = { state, error };
      // A video reaches RecordFailure only after a failure, and nothing catches errors there.
      const trace = state === 'RecordFailure' ? nothing : await traceChild({ child }, 1, settings, fault);
      after.set(keyOf(fault), trace);
    }
  }
  return {
    of: (chunks) => whole.get(chunks) ?? nothing,
    after: (fault) => after.get(keyOf(fault)) ?? nothing,
  };
};

const keyOf = ({ state, error }: SimulatedFault): string => `${state} ${error}`;

/** The errors that the steps' own checks would find: too large for /tmp, too slow for the time limit. */
const faultOf =
  (
    machine: ParsedStateMachine,
    functions: Map<string, SizedFunction>,
    { tmpMegabytes }: SimulationSettings,
  ): RunDeps['faultOf'] =>
  (state: string, call: CallShape): string | undefined => {
    const name = machine.states.get(state)?.Resource.replace(/[${}]/g, '') ?? '';
    const limit = functions.get(name)?.timeoutSeconds ?? Number.POSITIVE_INFINITY;
    if (call.tmpBytes > tmpMegabytes * BYTES_A_MEGABYTE) return 'ScratchFull';
    if (call.seconds + CLOUD.functionStartSeconds <= limit) return undefined;
    return state === 'Transcribe' ? 'ChunkTooSlow' : 'Sandbox.Timedout';
  };

const dollars = (run: RunResult, functions: Map<string, SizedFunction>): number => {
  const billed = [...run.billed];
  const gbSeconds = billed.reduce(
    (sum, [name, { seconds }]) => sum + (seconds * (functions.get(name)?.memory ?? 0)) / MB_PER_GB,
    0,
  );
  const requests = billed.reduce((sum, [, { calls }]) => sum + calls, 0);
  const { puts, gets } = run.counts;
  return dollarsOf({ gbSeconds, requests, transitions: run.transitions.total(), puts, gets }) + runDollars();
};

const memoryOfPublish = (functions: Map<string, SizedFunction>): number =>
  functions.get('PublishFunction')?.memory ?? 0;

const pageDollars = (settings: SimulationSettings, functions: Map<string, SizedFunction>): number => {
  const memory = memoryOfPublish(functions);
  const { puts, gets, lists } = publishRequests(settings);
  const gbSeconds = (publishSeconds(settings, memory) * memory) / MB_PER_GB;
  // S3 charges the same for a list as for a put.
  return dollarsOf({ gbSeconds, requests: 1, transitions: 0, puts: puts + lists, gets });
};
