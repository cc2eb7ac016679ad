// What AWS asks, as data: list prices in US dollars, without free tiers, taxes and discounts. Other regions differ by some percent.
// What is not in here (logs, traces, events, the image in ECR) comes to cents a month.

export const PRICES = {
  region: 'us-east-1',
  date: '2026-11',
  lambda: {
    source: 'https://aws.amazon.com/lambda/pricing/',
    /** x86; seconds times gigabytes of memory. */
    gbSecond: 0.0000166667,
    request: 0.2 / 1_000_000,
  },
  stepFunctions: {
    source: 'https://aws.amazon.com/step-functions/pricing/',
    /** Of a Standard workflow. */
    transition: 0.025 / 1_000,
  },
  s3: {
    source: 'https://aws.amazon.com/s3/pricing/',
    gbMonth: 0.023,
    /** PUT, POST, COPY, LIST, and each part of an upload. */
    put: 0.005 / 1_000,
    get: 0.0004 / 1_000,
  },
  /** Amazon Transcribe, standard batch: not used here, the thing to compare with. */
  transcribe: {
    source: 'https://aws.amazon.com/transcribe/pricing/',
    minute: 0.024,
    /** A shorter file is billed as if it had so many. */
    leastSeconds: 15,
  },
} as const;
