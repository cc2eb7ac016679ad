import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { UserError } from '../../../services/shared/errors.ts';
import { parseArgs } from '../../../services/uploader/args.ts';

const parse = (...argv: string[]) => parseArgs(argv, '1.2.3');

const failureOf = (...argv: string[]): unknown => {
  try {
    return parse(...argv);
  } catch (error) {
    return error;
  }
};

const defaults = {
  dir: 'my-course',
  anyLayout: false,
  local: false,
  wait: false,
  out: 'transcripts',
  dryRun: false,
};

describe('parseArgs', () => {
  // On a terminal the help is as wide as that.
  const { isTTY } = process.stdout;
  beforeEach(() => {
    process.stdout.isTTY = false;
  });
  afterEach(() => {
    process.stdout.isTTY = isTTY;
  });

  it('needs a folder only', () => {
    expect(parse('my-course')).toEqual(defaults);
  });

  it.each([
    ['--local', ['--local'], { local: true }],
    ['--stack', ['--stack', 'transcribe'], { stack: 'transcribe' }],
    ['--stack=', ['--stack=transcribe'], { stack: 'transcribe' }],
    ['--wait', ['--wait'], { wait: true }],
    ['--out', ['--out', 'my texts'], { out: 'my texts' }],
    ['--any-layout', ['--any-layout'], { anyLayout: true }],
    ['--dry-run', ['--dry-run'], { dryRun: true }],
  ])('takes %s before and after the folder', (_flag, argv, changed) => {
    const [before, after] = [parse(...argv, 'my-course'), parse('my-course', ...argv)];

    expect(before).toEqual({ ...defaults, ...changed });
    expect(after).toEqual(before);
  });

  it('takes a folder that looks like an option after --', () => {
    expect(parse('--local', '--', '--my course')).toEqual({ ...defaults, local: true, dir: '--my course' });
  });

  it.each([
    ['no folder', [], /missing required argument 'dir'/],
    ['two folders', ['a', 'b'], /too many arguments/],
    ['an unknown option', ['a', '--frobnicate'], /unknown option '--frobnicate'/],
    ['a misspelt option', ['a', '--locl'], /Did you mean --local/],
    ['an option without its value', ['a', '--stack'], /'--stack <name>' argument missing/],
    ['an empty stack', ['a', '--stack', ''], /must not be empty/],
    ['an empty folder for the transcripts', ['a', '--out='], /must not be empty/],
  ])('refuses %s and says where to look', (_what, argv, message) => {
    const failure = failureOf(...argv);

    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: expect.stringMatching(message) });
    expect(failure).toMatchObject({ message: expect.stringMatching(/See uploader --help\.$/) });
    expect(failure).not.toMatchObject({ message: expect.stringMatching(/^error/) });
  });

  it('refuses to transcribe in two places', () => {
    const failure = failureOf('a', '--local', '--stack', 'transcribe');

    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: expect.stringContaining('--local and --stack') });
  });

  it('gives the version instead of options', () => {
    expect(parse('--version')).toEqual({ text: '1.2.3\n' });
  });

  it('gives the help instead of options', () => {
    expect(parse('--help')).toMatchInlineSnapshot(`
{
  "text": "Usage: uploader [options] <dir>

Transcribes a folder of course videos:
week<number>/lesson<number>/video<number>.mp4

Arguments:
  dir             the folder

Options:
  --local         transcribe on this machine, without an AWS account
  --stack <name>  the stack that \`sam deploy\` made (otherwise .env or the
                  environment names the buckets)
  --wait          stay until the transcripts are there and download them
  --out <folder>  where the transcripts go (default: "transcripts")
  --any-layout    take any tree and any audio or video file
  --dry-run       say what would be done, and do nothing
  --version       output the version number
  --help          print this

Exit codes:
  0    all done
  1    bad call or bad input, nothing was transcribed
  2    some videos failed, the others are done
  130  interrupted; the same command goes on where it stopped

Examples:
  uploader my-course --local              transcribe here, into transcripts/
  uploader my-course --stack transcribe   send to the stack's bucket; AWS does the rest
  uploader my-course --stack transcribe --wait --out texts

",
}
`);
  });

  it.each([0, 1, 2, 130])('explains the exit code %i in the help', (code) => {
    expect(parse('--help')).toMatchObject({
      text: expect.stringMatching(new RegExp(`^  ${code} +\\w`, 'm')),
    });
  });

  it('gives the help although a folder is missing or an option is wrong', () => {
    expect(parse('--local', '--help')).toEqual(parse('--help'));
  });
});
