// AWS list prices in US dollars, without free tiers, taxes and discounts. Other regions differ by a few percent.
// Everything else (logs, traces, events, the image in ECR) adds up to cents a month.

export const PRICES = {
  region: 'us-east-1',
  date: '2026-11',
  lambda: {
    source: 'https://aws.amazon.com/lambda/pricing/',
    /** x86; one gigabyte of memory for one second. */
    gbSecond: 0.0000166667,
    request: 0.2 / 1_000_000,
  },
  stepFunctions: {
    source: 'https://aws.amazon.com/step-functions/pricing/',
    /** A Standard workflow. */
    transition: 0.025 / 1_000,
  },
  s3: {
    source: 'https://aws.amazon.com/s3/pricing/',
    gbMonth: 0.023,
    /** PUT, POST, COPY, LIST, and each part of an upload. */
    put: 0.005 / 1_000,
    get: 0.0004 / 1_000,
  },
  /** Amazon Transcribe, standard batch: only for comparison. */
  transcribe: {
    source: 'https://aws.amazon.com/transcribe/pricing/',
    minute: 0.024,
    /** The minimum that is billed for a file. */
    leastSeconds: 15,
  },
} as const;
