// The flags of `uploader <dir>`: help texts, allowed values, and which ones exclude each other.
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
  noPageOption,
  OutFlags,
  outOption,
  overwriteOption,
  profileOption,
  regionOption,
  stackOption,
} from '../flags.ts';

/** The coverage that --strict asks for: a second or two in an hour may well be a cough. */
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

/** @param dir the folder of the course. */
export const transcribeOptions = (dir: string, flags: unknown) => {
  const { strict, quality, language, translate, prompt, audioTrack, redo, ...options } = checkOutput(
    TranscribeFlags.parse(flags),
  );
  if (options.local) refuseOfStacks(options);
  else if (options.model)
    throw new UserError('--model works only with --local. For a stack, set its parameter WhisperModel.');
  const minCoverage = strict ? STRICT_COVERAGE : undefined;
  const wanted = Wanted.parse({ quality, language, translate, prompt, audioTrack, minCoverage, redo });
  return { dir, ...options, wanted };
};

/** Flags that have no meaning with --local. --wait is allowed, since a local run always waits. */
const OF_STACKS = [
  ['stack', '--local and --stack cannot be used together: choose where to transcribe.'],
  ['profile', '--local uses no AWS account: remove --profile.'],
  ['region', '--local uses no AWS account: remove --region.'],
  ['bandwidth', '--local sends nothing over the network: remove --bandwidth.'],
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
    .option('--wait', 'wait for the transcripts and download them; --local always does')
    .addOption(outOption())
    .addOption(overwriteOption())
    .addOption(noPageOption())
    .optionsGroup('Transcription:')
    .addOption(
      new Option('--quality <level>', 'prefer speed or accuracy').choices(['fast', 'balanced', 'best']),
    )
    .option('--language <code>', 'spoken language (de, ja, …), or auto to detect it for each video', notEmpty)
    .option('--translate', 'translate to English')
    .option('--prompt <text>', 'names and terms to expect', notEmpty)
    .option(
      '--audio-track <n>',
      'the audio track to use, counted from 1 (default: the default track)',
      positive,
    )
    .option('--strict', `fail a video if less than ${STRICT_COVERAGE * 100} % of its speech has words`)
    .option('--model <name>', 'with --local: a whisper.cpp model name, or a file', notEmpty);

const addSending = (program: Command): Command =>
  program
    .optionsGroup('Files and upload:')
    .option('--any-layout', 'accept audio and video files in any folder layout')
    .option(
      '--include <glob>',
      'transcribe only files that match, for example "week1/**"; repeatable',
      collect,
    )
    .option('--exclude <glob>', 'leave out files that match; repeatable', collect)
    .option('--prefix <folders>', 'prefix of all keys, for several courses in one bucket or --out', notEmpty)
    .option('--whole-video', 'send whole videos instead of their soundtracks')
    .option('--redo', 'transcribe again even if up to date')
    .option('--checksum', 'compare files by content instead of size and time')
    .option(
      '-j, --jobs <n>',
      'how many parts to send at once; with --local: how many engine processes',
      positive,
    )
    .option(
      '--bandwidth <rate>',
      'upload limit in bytes per second, like 500k or 50M; or in bits, like 50Mbit',
      bandwidth,
    )
    .option('--dry-run', 'show what would be done and why, without doing it')
    .option('--estimate', 'show how long transcribing would take and what it would cost');
