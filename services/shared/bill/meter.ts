// Measures what a step takes in the way Lambda bills it: seconds, and gigabyte-seconds of the function's memory.
// The start of a function is billed, too, but not measured here.
import { z } from 'zod';
import { readEnv } from '../aws/env.ts';

/** Set by Lambda, in MB; the user's own machine costs nothing. */
const Memory = { AWS_LAMBDA_FUNCTION_MEMORY_SIZE: z.coerce.number().nonnegative().default(0) };

const MB_PER_GB = 1_024;

export type Metered = { seconds: number; gbSeconds: number };

/** Starts measuring. The returned function gives what has passed since, rounded to a thousandth. */
export const startMeter = (env = process.env): (() => Metered) => {
  const gigabytes = readEnv(Memory, env).AWS_LAMBDA_FUNCTION_MEMORY_SIZE / MB_PER_GB;
  const started = performance.now();
  return () => {
    const seconds = (performance.now() - started) / 1_000;
    return { seconds: toThousandth(seconds), gbSeconds: toThousandth(seconds * gigabytes) };
  };
};

const toThousandth = (value: number): number => Math.round(value * 1_000) / 1_000;
