import { describe, expect, it, jest } from '@jest/globals';
import { makeRetryStrategy } from '../../../../services/uploader/send/retries.ts';

/** The delays until the strategy gives up. */
const delaysOf = async (
  dice: number,
  errorType: 'TRANSIENT' | 'THROTTLING' | 'CLIENT_ERROR',
  hint?: Date,
) => {
  const strategy = makeRetryStrategy(() => dice);
  const error = { errorType, ...(hint && { retryAfterHint: hint }) };
  const delays: number[] = [];
  let token = await strategy.acquireInitialRetryToken('');
  try {
    for (;;) {
      token = await strategy.refreshRetryTokenForRetry(token, error);
      delays.push(token.getRetryDelay());
    }
  } catch {
    return delays;
  }
};

describe('makeRetryStrategy', () => {
  it('waits longer each time, up to 20 seconds', async () => {
    expect(await delaysOf(1, 'TRANSIENT')).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 20_000]);
  });

  it('waits at least half of that', async () => {
    expect(await delaysOf(0, 'TRANSIENT')).toEqual([50, 100, 200, 400, 800, 1_600, 3_200, 6_400, 10_000]);
  });

  it('waits longer if S3 asks for fewer requests', async () => {
    expect((await delaysOf(1, 'THROTTLING')).slice(0, 3)).toEqual([500, 1_000, 2_000]);
  });

  it('waits as long as S3 says', async () => {
    const now = jest.spyOn(Date, 'now').mockReturnValue(1_795_000_000_000);
    const [first] = await delaysOf(0, 'TRANSIENT', new Date(1_795_000_005_000));
    now.mockRestore();

    expect(first).toBe(5_000);
  });

  it('does not retry a request that S3 will never accept', async () => {
    expect(await delaysOf(0, 'CLIENT_ERROR')).toEqual([]);
  });
});
