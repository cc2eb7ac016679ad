// Whether a transcript in the bucket has the model, the settings and the coverage that a run would give it. Whether it is
// of the same video is decided by the ETag in split.ts, and by the file's identity in plan.ts.
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { keys } from '../contracts/keys.ts';
import type { Options } from '../contracts/steps.ts';
import { type EngineIdentity, Transcript } from '../contracts/transcript.ts';
import type { Bucket } from './bucket.ts';

/** What a transcript's json says about its origin. */
const Origin = Transcript.pick({
  source: true,
  engine: true,
  coverage: true,
  lostSeconds: true,
  nothingHeard: true,
});
export type Origin = z.infer<typeof Origin>;

/** The origin of a video's transcript; undefined if there is none that this version can read. */
export const originOf = (transcripts: Bucket, key: string) =>
  transcripts.readJson(keys.transcript(key, 'json'), Origin);

/** Ignores the engine's version on purpose: a new one is no reason to transcribe a course again. */
export const sameEngine = (a: EngineIdentity, b: EngineIdentity): boolean =>
  a.model.sha256 === b.model.sha256 && isDeepStrictEqual(a.settings, b.settings);

/** Whether a transcript is what a run with these options would make, and covers enough of the speech. */
export const isAsGood = (origin: Origin, engine: EngineIdentity, { minCoverage = 0 }: Options): boolean =>
  sameEngine(origin.engine, engine) &&
  origin.coverage.ratio >= minCoverage &&
  !(minCoverage > 0 && origin.lostSeconds > 0);
