// What is printed instead of a run. The flags are `args.test.ts`.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseArgs } from '../../../services/uploader/args.ts';

const parse = (...argv: string[]) => parseArgs(argv, '1.2.3');

describe('parseArgs for --help and --version', () => {
  // On a terminal the help is as wide as that.
  const { isTTY } = process.stdout;
  beforeEach(() => {
    process.stdout.isTTY = false;
  });
  afterEach(() => {
    process.stdout.isTTY = isTTY;
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
  dir                the folder

Options:
  --local            transcribe on this machine, without an AWS account
  --stack <name>     the stack that \`sam deploy\` made (otherwise .env or the
                     environment names the buckets)
  --wait             stay until the transcripts are there and download them
  --out <folder>     where the transcripts go (default: "transcripts")
  --any-layout       take any tree and any audio or video file
  --dry-run          say what would be done, and do nothing
  --quality <level>  speed or accuracy (choices: "fast", "balanced", "best")
  --language <code>  of the speech (de, ja, …), or auto: found once a video
  --translate        write English, whatever is spoken
  --prompt <text>    names and terms to expect
  --audio-track <n>  which soundtrack, from 1; the default one otherwise
  --strict           fail a video where less than 95 % of its speech has words
  --model <name>     with --local: a model by whisper.cpp's name, or a file
  -j, --jobs <n>     with --local: programs at once, as many as cores otherwise
  --version          output the version number
  --help             print this

Exit codes:
  0    all done
  1    bad call or bad input, nothing was transcribed
  2    some videos failed or are cut off, the others are done
  130  interrupted; the same command goes on where it stopped

Examples:
  uploader my-course --local              transcribe here, into transcripts/
  uploader my-course --stack transcribe   send to the stack's bucket; AWS does the rest
  uploader my-course --stack transcribe --wait --out texts
  uploader mein-kurs --local --model small-q8_0 --language de

A file glossary.txt at any level of the course, one name or term a line, is part of the prompt below its folder.

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
