// Wraps a core as a Lambda handler: parses the input, and adds JSON logs with run and key, a trace, and metrics.
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, type MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import { z } from 'zod';
import { runOf } from '../contracts/keys.ts';

// The template sets POWERTOOLS_SERVICE_NAME and POWERTOOLS_METRICS_NAMESPACE.
const logger = new Logger();
const tracer = new Tracer();
const metrics = new Metrics();

/** The fields of an event, or of Listen's answer, that identify the work: the execution's name and the S3 key. */
const Correlation = z
  .object({
    run: z.string(),
    item: z.object({ Key: z.string() }),
    chunk: z.number(),
    detail: z.object({ object: z.object({ key: z.string() }), run: z.string() }).partial(),
  })
  .partial();

const correlationOf = (from: unknown): Record<string, string | number> => {
  const { run, item, chunk, detail } = Correlation.safeParse(from).data ?? {};
  const marker = detail?.object?.key;
  const all = { run: run ?? detail?.run ?? (marker && runOf(marker)), key: item?.Key, chunk, marker };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
};

/** A metric from a core's answer. Lambda already measures calls, errors and durations; each of ours costs 30 cents a month. */
export type Measure = { name: string; unit: (typeof MetricUnit)[keyof typeof MetricUnit]; value: number };

/**
 * @param name for the log.
 * @param schema of the event.
 * @param measure returns the metrics of an answer.
 */
export const instrument = <Input, Output>(
  name: string,
  schema: z.ZodType<Input>,
  core: (input: Input, clock: { remainingMs: () => number }) => Promise<Output>,
  measure: (output: Output) => Measure[] = () => [],
) => {
  const handle = async (
    event: unknown,
    context: { getRemainingTimeInMillis: () => number },
  ): Promise<Output> => {
    carry(correlationOf(event));
    // A function that is killed leaves no other line.
    logger.info(`${name} starts`);
    try {
      const output = await core(schema.parse(event), {
        remainingMs: () => context.getRemainingTimeInMillis(),
      });
      carry(correlationOf(output));
      for (const { name: metric, unit, value } of measure(output)) metrics.addMetric(metric, unit, value);
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
      logger.info(`${name} done`, { output });
      return output;
    } catch (error) {
      logger.error(`${name} failed`, { error });
      throw error;
    }
  };
  return middy()
    .use(captureLambdaHandler(tracer))
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .handler(handle);
};

/** Logs a warning, with the run and key of the current call. */
export const warn = (message: string): void => logger.warn(message);

/** Adds the ids to every log line and, searchable, to the trace. */
const carry = (ids: Record<string, string | number>): void => {
  logger.appendKeys(ids);
  for (const [id, value] of Object.entries(ids)) tracer.putAnnotation(id, value);
};
