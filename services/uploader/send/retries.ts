// How often a request is retried where videos are sent (elsewhere: shared/aws/retries.ts). The SDK decides which errors are
// worth it (5xx, throttling, time-outs, broken connections).
// The SDK's own strategy gives up after some 35 retries of all requests together, to protect services; a line that is
// down for seconds causes more than that here.
import type { S3ClientConfig } from '@aws-sdk/client-s3';

export const MAX_ATTEMPTS = 10;

const FIRST_MS = 100;
const FIRST_OF_THROTTLED_MS = 500;
const LONGEST_MS = 20_000;

type Strategy = Exclude<NonNullable<S3ClientConfig['retryStrategy']>, { retry: unknown }>;
type Token = Awaited<ReturnType<Strategy['acquireInitialRetryToken']>>;

const token = (count: number, delay: number): Token => ({
  getRetryCount: () => count,
  getRetryDelay: () => delay,
});

/** Without S3 it gives up after 23 to 46 seconds. */
export const makeRetryStrategy = (random: () => number = Math.random): Strategy => ({
  acquireInitialRetryToken: async () => token(0, 0),
  refreshRetryTokenForRetry: async (before, { errorType, retryAfterHint }) => {
    const count = before.getRetryCount() + 1;
    if (errorType === 'CLIENT_ERROR' || count >= MAX_ATTEMPTS) throw new Error('Not worth another try');
    const first = errorType === 'THROTTLING' ? FIRST_OF_THROTTLED_MS : FIRST_MS;
    const most = Math.min(LONGEST_MS, first * 2 ** (count - 1));
    const asked = Math.min(LONGEST_MS, (retryAfterHint?.getTime() ?? 0) - Date.now());
    // Half of the delay is random, so that requests that failed together do not return together.
    return token(count, Math.round(Math.max(asked, most * (0.5 + random() / 2))));
  },
  recordSuccess: () => {},
});
