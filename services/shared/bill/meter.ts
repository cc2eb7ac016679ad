// What a step takes, as Lambda bills it: seconds, and seconds times gigabytes of the function's memory.
// Not all that is billed: a function's start is not in it.
import { z } from 'zod';
import { readEnv } from '../aws/env.ts';

/** Set by Lambda, in MB; a machine of one's own bills nothing. */
const Memory = { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.coerce.number().nonnegative().default(0) };

const MB_PER_GB = 1_024;

export type Metered = { seconds: number; gbSeconds: number };

/** Starts to measure; what it gives says what has passed since, to a thousandth. */
export const startMeter = (env = process.env): (() => Metered) => {
  const gigabytes = readEnv(Memory, env).AWS_LAMBDA_FUNCTION_MEMORY_SIZE / MB_PER_GB;
  const started = performance.now();
  return () => {
    const seconds = (performance.now() - started) / 1_000;
    return { seconds: toThousandth(seconds), gbSeconds: toThousandth(seconds * gigabytes) };
  };
};

const toThousandth = (value: number): number => Math.round(value * 1_000) / 1_000;
