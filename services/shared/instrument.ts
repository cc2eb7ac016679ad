// Wraps a core as a Lambda handler: input parsed, JSON logs that carry the run and the key, a trace, metrics.
import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import middy from '@middy/core';
import { z } from 'zod';

// Names come from POWERTOOLS_SERVICE_NAME and POWERTOOLS_METRICS_NAMESPACE in the template.
const logger = new Logger();
const tracer = new Tracer();
const metrics = new Metrics();

/** What of an event tells whose work it is: the execution's name and the S3 key. */
const Correlation = z
  .object({ run: z.string(), item: z.object({ Key: z.string() }), chunk: z.number() })
  .partial()
  .transform(({ run, item, chunk }) => ({ run, key: item?.Key, chunk }));

/**
 * @param name of the metric: `<name>Succeeded` or `<name>Failed` is counted, `<name>Seconds` is measured.
 * @param schema of the event.
 */
export const instrument = <Input, Output>(
  name: string,
  schema: z.ZodType<Input>,
  core: (input: Input, clock: { remainingMs: () => number }) => Promise<Output>,
) => {
  const handle = async (
    event: unknown,
    context: { getRemainingTimeInMillis: () => number },
  ): Promise<Output> => {
    const started = performance.now();
    logger.appendKeys(Correlation.safeParse(event).data ?? {});
    try {
      const output = await core(schema.parse(event), {
        remainingMs: () => context.getRemainingTimeInMillis(),
      });
      metrics.addMetric(`${name}Succeeded`, MetricUnit.Count, 1);
      logger.info(`${name} done`, { output });
      return output;
    } catch (error) {
      metrics.addMetric(`${name}Failed`, MetricUnit.Count, 1);
      logger.error(`${name} failed`, { error });
      throw error;
    } finally {
      metrics.addMetric(`${name}Seconds`, MetricUnit.Seconds, (performance.now() - started) / 1_000);
    }
  };
  return middy()
    .use(captureLambdaHandler(tracer))
    .use(injectLambdaContext(logger, { resetKeys: true }))
    .use(logMetrics(metrics, { captureColdStartMetric: true }))
    .handler(handle);
};
