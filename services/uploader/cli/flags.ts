// The flags of the commands in words for `--help`. What each may say is options.ts's.
import { type Command, Option } from 'commander';
import { bandwidth, collect, notEmpty, positive, STRICT_COVERAGE } from '../settings/options.ts';
import { AFTER_RUN_HELP } from './help.ts';

export const outOption = () =>
  new Option('--out <folder>', 'where the transcripts go: transcripts, unless told').argParser(notEmpty);

export const overwriteOption = () =>
  new Option('--overwrite', 'replace transcripts that were edited by hand, too; otherwise they are kept');

export const addEngine = (program: Command): Command =>
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

export const addSending = (program: Command): Command =>
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

/** The flags of how it is told. */
export const addOutput = (command: Command): Command =>
  command
    .optionsGroup('Output:')
    .option('--json', 'events on stdout, one a line, for scripts')
    .option('--quiet', 'only results and errors')
    .option('-v, --verbose', 'also why each file is sent or not, and where each setting comes from')
    .option('--no-color', 'no colours; NO_COLOR in the environment does the same');

export const addCommon = (command: Command): Command =>
  addOutput(
    command
      .addOption(stackOption())
      .addOption(profileOption())
      .addOption(regionOption())
      // Known so that it can be refused with a reason.
      .addOption(new Option('--local').hideHelp())
      .helpOption('--help', 'print this')
      .addHelpText('after', AFTER_RUN_HELP),
  );

const stackOption = () =>
  new Option(
    '--stack <name>',
    'the stack that `sam deploy` made (otherwise .env or the environment names it or the buckets)',
  ).argParser(notEmpty);

const profileOption = () => new Option('--profile <name>', 'of your AWS credentials').argParser(notEmpty);
const regionOption = () => new Option('--region <name>', 'where the stack is').argParser(notEmpty);
