// A token bucket, as AWS uses for throttling: a burst, and a rate. It computes times and does not wait.

export type TokenBucket = {
  /** Takes a token, now or in the future, and returns when. */
  reserve: (now: number) => number;
  /** Takes a token if there is one. */
  take: (now: number) => boolean;
};

export const makeTokenBucket = (bucket: number, aSecond: number): TokenBucket => {
  let [tokens, last] = [bucket, 0];
  const refill = (now: number) => {
    tokens = Math.min(bucket, tokens + (now - last) * aSecond);
    last = now;
  };
  return {
    reserve: (now) => {
      refill(now);
      tokens -= 1;
      return tokens >= 0 ? now : now - tokens / aSecond;
    },
    take: (now) => {
      refill(now);
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
};
