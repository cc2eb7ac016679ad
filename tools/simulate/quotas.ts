// AWS's quotas as data: defaults of us-east-1, November 2026. What an account has of them is in Service Quotas of its console.
// Prices are in services/shared/bill/prices.ts.

const STEP_FUNCTIONS = 'https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html';
const LAMBDA = 'https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html';
const SCALING = 'https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html';
const S3 = 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/optimizing-performance.html';
const WRITER = 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html';
const READER = 'https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html';

export const QUOTAS = {
  region: 'us-east-1',
  date: '2026-11',
  stepFunctions: {
    source: STEP_FUNCTIONS,
    /** Of each state's and execution's input and output. Nothing catches States.DataLimitExceeded. */
    stateBytes: 256 * 1_024,
    /** Of one execution. */
    historyEvents: 25_000,
    /** Iterations of an inline Map at once. */
    inlineMapAtOnce: 40,
    /** Children of a Distributed Map at once. */
    childrenAtOnce: 10_000,
    openExecutions: 1_000_000,
    /** Standard children that one Map begins: 100 a second, and so never as many as StartExecution allows (1,300, then 300 a second). */
    childStarts: { bucket: 100, aSecond: 100 },
    /** A token bucket. Other regions have 800, and 800 a second; accounts that are new may have less. */
    stateTransitions: { bucket: 5_000, aSecond: 5_000 },
  },
  itemReader: {
    source: READER,
    /** Of one JSON file. */
    fileBytes: 10 * 1_024 ** 3,
    items: 100_000_000,
  },
  /** No limit of what all children hand on: above 5 GB Step Functions begins another file. The Map's own output is where the files are. */
  resultWriter: { source: WRITER, outputBytes: 1_024 },
  lambda: {
    source: LAMBDA,
    /** Of the account; a new one may have 10. */
    concurrency: 1_000,
    /** Environments that one function may gain in ten seconds; unused ones are not saved up. */
    scaling: { source: SCALING, environments: 1_000, seconds: 10 },
    /** Calls a second for each unit of concurrency. */
    callsASecond: 10,
    functionSeconds: 900,
    memoryMegabytes: 10_240,
    tmpMegabytes: { least: 512, most: 10_240 },
    megabytesAVcpu: 1_769,
  },
  s3: {
    source: S3,
    /** A second for each prefix, which S3 splits further as it is used. */
    puts: 3_500,
    gets: 5_500,
    /** Of one PutObject. */
    putBytes: 5 * 1_024 ** 3,
    partsOfAnUpload: 10_000,
  },
  /** Not AWS's: manifest and report are one string each (node:buffer's MAX_STRING_LENGTH). */
  nodejs: { source: 'https://nodejs.org/api/buffer.html', stringBytes: 536_870_888 },
} as const;
