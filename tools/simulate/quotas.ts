// AWS's quotas: defaults of us-east-1, November 2026. Service Quotas in the console shows those of an account.

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
    /** For the input and output of each state and execution. Nothing catches States.DataLimitExceeded. */
    stateBytes: 256 * 1_024,
    /** Per execution. */
    historyEvents: 25_000,
    /** Concurrent iterations of an inline Map. */
    inlineMapAtOnce: 40,
    /** Concurrent children of a Distributed Map. */
    childrenAtOnce: 10_000,
    openExecutions: 1_000_000,
    /** Standard children that one Map starts: 100 a second, always less than StartExecution allows (1,300, then 300 a second). */
    childStarts: { bucket: 100, aSecond: 100 },
    /** A token bucket. Other regions have 800, and 800 a second; new accounts may have less. */
    stateTransitions: { bucket: 5_000, aSecond: 5_000 },
  },
  itemReader: {
    source: READER,
    /** For one JSON file. */
    fileBytes: 10 * 1_024 ** 3,
    items: 100_000_000,
  },
  /** The children's output has no limit: above 5 GB Step Functions starts another file. The Map's own output says where they are. */
  resultWriter: { source: WRITER, outputBytes: 1_024 },
  lambda: {
    source: LAMBDA,
    /** Per account; a new one may have 10. */
    concurrency: 1_000,
    /** Environments that a function may gain in ten seconds; unused ones are not saved up. */
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
    /** Per second and prefix, which S3 splits further under load. */
    puts: 3_500,
    gets: 5_500,
    /** For one PutObject. */
    putBytes: 5 * 1_024 ** 3,
    partsOfAnUpload: 10_000,
  },
  /** A limit of Node.js: manifest and report are one string each (node:buffer's MAX_STRING_LENGTH). */
  nodejs: { source: 'https://nodejs.org/api/buffer.html', stringBytes: 536_870_888 },
} as const;
