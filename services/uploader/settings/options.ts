// What the flags of each command may say, and what they may not say together. Words in, options out or a UserError.
import { InvalidArgumentError } from 'commander';
import { z } from 'zod';
import { UserError } from '../../shared/contracts/errors.ts';
import { Options as Wanted } from '../../shared/contracts/steps.ts';
import { normalisePrefix } from './prefix.ts';

/** --strict asks for words in so much of the speech: a second or two of an hour may well be a cough. */
export const STRICT_COVERAGE = 0.95;

const flag = z.boolean().default(false);

/** What every command knows. */
const Common = {
  stack: z.string().optional(),
  profile: z.string().optional(),
  region: z.string().optional(),
  json: flag,
  quiet: flag,
  verbose: flag,
  color: z.boolean().default(true),
};

const Out = { out: z.string().default('transcripts'), overwrite: flag };

const TranscribeFlags = z.object({
  ...Common,
  ...Out,
  local: flag,
  wait: flag,
  dryRun: flag,
  estimate: flag,
  anyLayout: flag,
  include: z.array(z.string()).default([]),
  exclude: z.array(z.string()).default([]),
  prefix: z.string().default('').transform(normalisePrefix),
  wholeVideo: flag,
  checksum: flag,
  jobs: z.number().optional(),
  bandwidth: z.number().optional(),
  model: z.string().optional(),
  strict: flag,
  ...Wanted.omit({ minCoverage: true }).shape,
});

const RunFlags = z.object(Common);
const StatusFlags = z.object({ ...Common, all: flag });
const FetchFlags = z.object({ ...Common, ...Out });

export type CommonOptions = z.infer<typeof RunFlags>;
export type StatusOptions = z.infer<typeof StatusFlags>;
export type FetchOptions = z.infer<typeof FetchFlags>;
export type TranscribeOptions = ReturnType<typeof transcribeOptions>;

export const runOptions = (flags: unknown): CommonOptions => loudness(RunFlags.parse(flags));
export const statusOptions = (flags: unknown): StatusOptions => loudness(StatusFlags.parse(flags));
export const fetchOptions = (flags: unknown): FetchOptions => loudness(FetchFlags.parse(flags));

/** @param dir of the course. */
export const transcribeOptions = (dir: string, flags: unknown) => {
  const { strict, quality, language, translate, prompt, audioTrack, ...options } = loudness(
    TranscribeFlags.parse(flags),
  );
  if (options.local) refuseOfStacks(options);
  else if (options.model)
    throw new UserError('--model is for --local. A stack has its own: the parameter WhisperModel.');
  const minCoverage = strict ? STRICT_COVERAGE : undefined;
  // What is wanted of the engine, the same for each video.
  const wanted = Wanted.parse({ quality, language, translate, prompt, audioTrack, minCoverage });
  return { dir, ...options, wanted };
};

/** The flags that mean nothing on this machine. --wait does no harm: a local run stays anyhow. */
const OF_STACKS = [
  ['stack', '--local and --stack exclude each other: choose where to transcribe.'],
  ['profile', '--local needs no account: leave out --profile.'],
  ['region', '--local needs no account: leave out --region.'],
  ['bandwidth', '--local sends nothing over a line: leave out --bandwidth.'],
] as const;

const refuseOfStacks = (options: { [Flag in (typeof OF_STACKS)[number][0]]?: unknown }) => {
  for (const [flag, why] of OF_STACKS) if (options[flag] !== undefined) throw new UserError(why);
};

const loudness = <T extends { quiet: boolean; verbose: boolean }>(options: T): T => {
  if (options.quiet && options.verbose)
    throw new UserError('--quiet and --verbose exclude each other: choose one.');
  return options;
};

export const positive = (value: string): number => {
  if (!/^[1-9]\d{0,3}$/.test(value)) throw new InvalidArgumentError('It must be a whole number from 1.');
  return Number(value);
};

export const notEmpty = (value: string): string => {
  if (value === '') throw new InvalidArgumentError('It must not be empty.');
  return value;
};

/** Of an option that may be said again. */
export const collect = (value: string, before: string[] = []): string[] => [...before, notEmpty(value)];

const POWERS: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9 };

/** Slower than this, no part arrives before its connection counts as stalled. */
const LEAST_BYTES_PER_SECOND = 10_000;

/** Bytes a second, of `500k`, `50M`, `1.5MB/s` or `50Mbit`. */
export const bandwidth = (value: string): number => {
  const [, number = '', power = '', unit = ''] =
    /^(\d+(?:\.\d+)?)([kmg]?)(b|bit)?(?:\/s|ps)?$/i.exec(value.trim()) ?? [];
  const bytes = (Number(number) * (POWERS[power.toLowerCase()] ?? Number.NaN)) / (/bit/i.test(unit) ? 8 : 1);
  if (number === '' || !Number.isFinite(bytes))
    throw new InvalidArgumentError('It must be bytes a second, as in 500k or 50M, or bits, as in 50Mbit.');
  if (bytes < LEAST_BYTES_PER_SECOND) throw new InvalidArgumentError('It must be at least 10k.');
  return bytes;
};
