// Runs the ASL of one video through the interpreter of local runs, and records its steps, their weight and the size of its
// states. Once per shape of video: a hundred thousand executions would take an hour.
import { StateMachine } from 'aws-local-stepfunctions';
import { named, type SimulatedFault } from './faults.ts';
import { sampleItem, sampleMerge, sampleResult, sampleSplit } from './samples.ts';
import type { SimulationSettings } from './settings.ts';
import type { ParsedStateMachine } from './stack.ts';

/** A Task, or a Map with the Tasks of each iteration. */
export type TraceStep = {
  state: string;
  /** States entered up to and including this one: Choices take no time. */
  transitions: number;
  /** For a Map. */
  each?: TraceStep[];
};
export type Trace = {
  steps: TraceStep[];
  /** States entered after the last step, and the end. */
  lastTransitions: number;
  /** In AWS's history. */
  events: number;
  /** The largest input or output of a state, as JSON. */
  stateBytes: number;
  /** What the execution returns to its Map. */
  outputBytes: number;
};

type Sizes = Parameters<typeof sampleItem>[0] & Pick<SimulationSettings, 'minutes'>;
type Json = Parameters<StateMachine['run']>[0];
type Logs = ReturnType<StateMachine['run']>['eventLogs'];
type EventLog = Logs extends AsyncGenerator<infer Event> ? Event : never;

/** @param fault if given, the steps are those after it was caught. */
export const traceChild = async (
  { child }: Pick<ParsedStateMachine, 'child'>,
  chunks: number,
  sizes: Sizes,
  fault?: SimulatedFault,
): Promise<Trace> => {
  const item = sampleItem(sizes);
  const input = asJson({ run: '20261122T151500Z-a1b2', item });
  const outputs: { [state: string]: Json } = {
    Split: asJson(sampleSplit(chunks)),
    Transcribe: asJson({ chunk: chunks }),
    Merge: asJson(sampleMerge(sizes, chunks)),
    Cleanup: asJson(sampleResult({ run: '', item, merge: sampleMerge(sizes, chunks) })),
    RecordFailure: asJson({ key: item.Key, state: 'failed', error: { name: 'x', message: 'x'.repeat(400) } }),
  };
  const tasks = Object.entries(outputs).map(([state, output]) => [
    state,
    () => {
      if (fault?.state === state) throw named(fault.error);
      return output;
    },
  ]);
  const overrides = {
    taskResourceLocalHandlers: Object.fromEntries(tasks),
    ...(fault && { retryIntervalOverrides: { [fault.state]: 0 } }),
  };
  // Its functions have no account, and a test has validated it.
  const machine = new StateMachine(child, { validationOptions: { noValidate: true } });
  const { result, eventLogs } = machine.run(input, { overrides });
  const events = await Array.fromAsync(eventLogs);
  const outputBytes = bytesOf(await result);
  return {
    ...stepsOf(events, fault !== undefined),
    events: historyOf(events),
    ...sizesOf(events),
    outputBytes,
  };
};

/** The number of events that AWS would write for those of the interpreter. */
const historyOf = (events: EventLog[]): number => events.reduce((sum, event) => sum + writtenFor(event), 0);

const writtenFor = (event: EventLog): number => {
  if (!('state' in event)) return 1;
  const { type } = event.state;
  const isCall = type === 'Task';
  switch (event.type) {
    case 'StateEntered':
      // LambdaFunctionScheduled and …Started; MapStateStarted.
      return isCall ? 3 : type === 'Map' ? 2 : 1;
    case 'StateRetried':
      return isCall ? 2 : 1;
    case 'StateExited':
      // …Succeeded; MapStateSucceeded.
      return isCall || type === 'Map' ? 2 : 1;
    case 'StateCaught':
      // The interpreter lets it exit as if it had succeeded.
      return -1;
    default:
      return 1;
  }
};

const stepsOf = (events: EventLog[], isFault: boolean): Pick<Trace, 'steps' | 'lastTransitions'> => {
  const caughtAt = events.findIndex((event) => event.type === 'StateCaught');
  const entered = events
    .slice(isFault ? caughtAt : 0)
    .flatMap((event) => (event.type === 'StateEntered' ? [event] : []));
  const steps: TraceStep[] = [];
  let transitions = 0;
  for (const { state, index } of entered) {
    // Every iteration is like the first.
    if (index !== undefined && index > 0) continue;
    if (index === 0) {
      steps.at(-1)?.each?.push({ state: state.name, transitions: 1 });
      continue;
    }
    transitions += 1;
    if (state.type !== 'Task' && state.type !== 'Map') continue;
    steps.push({ state: state.name, transitions, ...(state.type === 'Map' && { each: [] }) });
    transitions = 0;
  }
  return { steps, lastTransitions: transitions + 1 };
};

const sizesOf = (events: EventLog[]): Pick<Trace, 'stateBytes'> => {
  const values = events.flatMap((event) => ('state' in event ? [event.state.input, event.state.output] : []));
  return { stateBytes: values.reduce<number>((most, value) => Math.max(most, bytesOf(value)), 0) };
};

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value ?? null));
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value));
