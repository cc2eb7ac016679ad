// Wraps a core as a Lambda handler: input parsed, JSON logs that carry the run and the key, a trace, metrics.
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, type MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import { z } from 'zod';
import { runOf } from '../contracts/keys.ts';

// Names come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_METRICS_NAMESPACE in the template.
const logger = new Logger();
const tracer = new Tracer();
const metrics = new Metrics();

/** What of an event, or of Listen's answer, tells whose work it is: the execution's name and the S3 key. */
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

/** A metric of what a core did. Calls, errors and durations are Lambda's own metrics already; each of ours costs 30 cents a month. */
export type Measure = { name: string; unit: (typeof MetricUnit)[keyof typeof MetricUnit]; value: number };

/**
 * @param name for its log lines.
 * @param schema of the event.
 * @param measure what to count of the core's answer.
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
    // What is ended from outside has no other line of ours.
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

/** A line of the log that is no failure, with what the handler at work carries. */
export const warn = (message: string): void => logger.warn(message);

/** Into every log line and, to be searched for, into the trace. */
const carry = (ids: Record<string, string | number>): void => {
  logger.appendKeys(ids);
  for (const [id, value] of Object.entries(ids)) tracer.putAnnotation(id, value);
};
