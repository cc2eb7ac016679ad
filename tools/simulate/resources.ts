// What the run takes of each resource, held against its limit: the peak, the limit, and the parameter that moves it.
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

/** Waiting for Lambda for so much of the time that was spent in it. */
const REFUSED_SHARE = 0.1;

const waitsFor = ({ settings, run }: Facts): Resource[] => {
  const { stepFunctions, lambda, s3 } = QUOTAS;
  const { maxConcurrency, lambdaConcurrency } = settings;
  const slots = Math.min(maxConcurrency, stepFunctions.childrenAtOnce);
  const open = run.busy.open / slots;
  // Where all videos begin at once, or whose calls are refused again and again, the average says too little.
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
      // Of the run's time, what it takes to begin so many.
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
  // Without a ResultWriter an array of the children's, whatever the ResultPath does with it.
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

/** As the ASL has them; at the last one a video fails. */
const attemptsOf = ({ states }: ParsedStateMachine): number =>
  Math.min(
    ...[...states.values()].flatMap(({ Retry }) =>
      Retry.filter(({ ErrorEquals }) => ErrorEquals.includes(THROTTLED)).map(
        ({ MaxAttempts }) => MaxAttempts,
      ),
    ),
  );

/** What a bucket gives in its busiest second. */
const aSecond = (of: { bucket: number; aSecond: number }): number => of.bucket + of.aSecond;
