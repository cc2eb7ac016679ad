// Compares what the run takes of each resource with its limit, and names the parameter that changes it.
import { THROTTLED } from './faults.ts';
import { ofFiles, ofFunctions } from './function-resources.ts';
import { QUOTAS } from './quotas.ts';
import { type Facts, hard, type Resource, soft } from './resource.ts';
import type { ParsedStateMachine } from './stack.ts';

export const listResources = (facts: Facts): Resource[] => [
  ...waitsFor(facts),
  ...ofExecutions(facts),
  ...ofFunctions(facts),
  ...ofFiles(facts),
];

/** The share of the time in Lambda that is spent waiting for it. */
const REFUSED_SHARE = 0.1;

const waitsFor = ({ settings, run }: Facts): Resource[] => {
  const { stepFunctions, lambda, s3 } = QUOTAS;
  const { maxConcurrency, lambdaConcurrency } = settings;
  const slots = Math.min(maxConcurrency, stepFunctions.childrenAtOnce);
  const open = run.busy.open / slots;
  // If all videos start at once, or calls are refused repeatedly, the average says too little.
  const worked = run.lambda.working.average(run.seconds) * run.seconds;
  const isRefused = run.waited.lambda > REFUSED_SHARE * worked;
  const working = isRefused ? 1 : run.busy.working / lambdaConcurrency;
  const quota = 'Service Quotas';
  return [
    soft('Videos at work', run.open.peak(), slots, 'MaxConcurrency', open),
    soft(
      'Lambda calls at once',
      run.lambda.working.peak(),
      lambdaConcurrency,
      `${quota}: concurrent executions`,
      working,
    ),
    soft(
      'Lambda calls begun in a second',
      run.lambda.calls.peak(),
      lambdaConcurrency * lambda.callsASecond,
      `${quota}: concurrent executions`,
    ),
    soft(
      'Children started in a second',
      run.started.peak(),
      aSecond(stepFunctions.childStarts),
      'several runs at once',
      // The share of the run's time that starting so many takes.
      run.started.total() / stepFunctions.childStarts.aSecond / run.seconds,
    ),
    soft(
      'State transitions in a second',
      run.transitions.peak(),
      aSecond(stepFunctions.stateTransitions),
      'MaxConcurrency; ChunkMinutes, longer',
    ),
    soft('S3 writes in a second', run.puts.peak(), s3.puts, 'MaxConcurrency'),
    soft('S3 reads in a second', run.gets.peak(), s3.gets, 'MaxConcurrency'),
  ];
};

const ofExecutions = ({ settings, machine, shapes, run, trace }: Facts): Resource[] => {
  const { stateBytes, historyEvents, inlineMapAtOnce, openExecutions } = QUOTAS.stepFunctions;
  const chunks = Math.max(...shapes.map((shape) => shape.chunks));
  // Without a ResultWriter it is an array of all children's outputs, whatever the ResultPath.
  const outputBytes = machine.hasResultWriter
    ? QUOTAS.resultWriter.outputBytes
    : 1 + settings.videos * (trace.outputBytes + 1);
  return [
    soft('Chunks of a video', chunks, inlineMapAtOnce, 'ChunkMinutes, longer'),
    hard('Open executions', run.open.peak() + 1, openExecutions, 'MaxConcurrency'),
    hard(
      'State of a video, bytes',
      trace.stateBytes,
      stateBytes,
      'ChunkMinutes, longer; gaps in the coverage',
    ),
    hard('Output of the Map, bytes', outputBytes, stateBytes, 'a ResultWriter'),
    hard(
      'History of a video, events',
      run.counts.events,
      historyEvents,
      'ChunkMinutes, longer; MaxConcurrency, less',
    ),
    hard('Execution of the run, seconds', run.seconds, machine.timeoutSeconds, 'MaxConcurrency'),
    hard(
      'Attempts of a call that Lambda refused',
      run.counts.attempts,
      attemptsOf(machine),
      'MaxConcurrency, less',
    ),
  ];
};

/** From the ASL; after the last attempt a video fails. */
const attemptsOf = ({ states }: ParsedStateMachine): number =>
  Math.min(
    ...[...states.values()].flatMap(({ Retry }) =>
      Retry.filter(({ ErrorEquals }) => ErrorEquals.includes(THROTTLED)).map(
        ({ MaxAttempts }) => MaxAttempts,
      ),
    ),
  );

/** The maximum of a token bucket within one second. */
const aSecond = (of: { bucket: number; aSecond: number }): number => of.bucket + of.aSecond;
