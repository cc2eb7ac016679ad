// The flags of `uploader <dir>`: in words for `--help`, what each may say, and what they may not say together.
import { type Command, Option } from 'commander';
import { z } from 'zod';
import { UserError } from '../../../shared/contracts/errors.ts';
import { Options as Wanted } from '../../../shared/contracts/steps.ts';
import { normalisePrefix } from '../../settings/prefix.ts';
import { bandwidth, collect, notEmpty, positive } from '../../settings/values.ts';
import {
  addOutput,
  CommonFlags,
  checkOutput,
  flag,
  OutFlags,
  outOption,
  overwriteOption,
  profileOption,
  regionOption,
  stackOption,
} from '../flags.ts';

/** --strict asks for words in so much of the speech: a second or two of an hour may well be a cough. */
const STRICT_COVERAGE = 0.95;

const TranscribeFlags = z.object({
  ...CommonFlags,
  ...OutFlags,
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

export type TranscribeOptions = ReturnType<typeof transcribeOptions>;

/** @param dir of the course. */
export const transcribeOptions = (dir: string, flags: unknown) => {
  const { strict, quality, language, translate, prompt, audioTrack, ...options } = checkOutput(
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

export const addTranscribeFlags = (command: Command): Command => addOutput(addSending(addEngine(command)));

const addEngine = (program: Command): Command =>
  program
    .optionsGroup('Where:')
    .option('--local', 'transcribe on this machine, without an AWS account')
    .addOption(stackOption())
    .addOption(profileOption())
    .addOption(regionOption())
    .option('--wait', 'stay until the transcripts are there and download them; --local always does')
    .addOption(outOption())
    .addOption(overwriteOption())
    .optionsGroup('What it hears:')
    .addOption(new Option('--quality <level>', 'speed or accuracy').choices(['fast', 'balanced', 'best']))
    .option('--language <code>', 'of the speech (de, ja, …), or auto: found once a video', notEmpty)
    .option('--translate', 'write English, whatever is spoken')
    .option('--prompt <text>', 'names and terms to expect', notEmpty)
    .option('--audio-track <n>', 'which soundtrack, from 1; the default one otherwise', positive)
    .option('--strict', `fail a video where less than ${STRICT_COVERAGE * 100} % of its speech has words`)
    .option('--model <name>', "with --local: a model by whisper.cpp's name, or a file", notEmpty);

const addSending = (program: Command): Command =>
  program
    .optionsGroup('What is sent:')
    .option('--any-layout', 'take any tree and any audio or video file')
    .option('--include <glob>', 'take only what matches, as in week1/**; may be said again', collect)
    .option('--exclude <glob>', 'leave out what matches; may be said again', collect)
    .option('--prefix <folders>', "of the keys, for several courses in a stack's buckets", notEmpty)
    .option('--whole-video', 'send the videos whole instead of their soundtracks')
    .option('--checksum', 'read every file to see whether it changed, whatever its size and time say')
    .option(
      '-j, --jobs <n>',
      'how much at once: parts of files that are sent; with --local programs of the engine, too',
      positive,
    )
    .option('--bandwidth <rate>', 'bytes a second at most, as in 500k or 50M; bits as in 50Mbit', bandwidth)
    .option('--dry-run', 'say what would be done and why, and do nothing')
    .option(
      '--estimate',
      'say how many hours are to be transcribed, what they take and cost, and do nothing',
    );
