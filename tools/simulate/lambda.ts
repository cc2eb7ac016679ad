// Lambda as its callers see it: it accepts or refuses calls by the account's concurrency and a function's scaling rate.
// Environments are never removed: that Lambda ends idle ones is not simulated.
import { type Level, makeLevel, makePeakRate, type PeakRate } from './gauge.ts';
import { QUOTAS } from './quotas.ts';
import { makeTokenBucket, type TokenBucket } from './token-bucket.ts';

export type Lambda = {
  /** Undefined if refused. */
  call: (name: string, now: number) => { isCold: boolean } | undefined;
  end: (name: string, now: number) => void;
  working: Level;
  calls: PeakRate;
  refused: PeakRate;
};

type Environments = { idle: number; growth: TokenBucket };

export const makeLambda = (concurrency: number): Lambda => {
  const { environments, seconds } = QUOTAS.lambda.scaling;
  const functions = new Map<string, Environments>();
  const [working, calls, refused] = [makeLevel(), makePeakRate(), makePeakRate()];
  let atWork = 0;
  const of = (name: string): Environments => {
    const known = functions.get(name) ?? {
      idle: 0,
      growth: makeTokenBucket(environments, environments / seconds),
    };
    functions.set(name, known);
    return known;
  };
  return {
    working,
    calls,
    refused,
    call: (name, now) => {
      const environment = of(name);
      const isCold = environment.idle === 0;
      if (atWork >= concurrency || (isCold && !environment.growth.take(now))) {
        refused.count(now);
        return undefined;
      }
      if (!isCold) environment.idle -= 1;
      atWork += 1;
      working.change(now, 1);
      calls.count(now);
      return { isCold };
    },
    end: (name, now) => {
      of(name).idle += 1;
      atWork -= 1;
      working.change(now, -1);
    },
  };
};
