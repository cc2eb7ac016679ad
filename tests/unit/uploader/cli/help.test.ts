// What is printed instead of a run. The flags are `program.test.ts`.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseArgs } from '../../../../services/uploader/cli/program.ts';
import { MEANINGS } from '../../../../services/uploader/failures/exit-codes.ts';

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
       uploader <command> [options] [run or folder]

Transcribes a folder of course videos:
week<number>/lesson<number>/video<number>.mp4

Arguments:
  dir                      the folder; one that is called as a command is:
                           ./status

Where:
  --local                  transcribe on this machine, without an AWS account
  --stack <name>           the stack that \`sam deploy\` made (otherwise .env or
                           the environment names it or the buckets)
  --profile <name>         of your AWS credentials
  --region <name>          where the stack is
  --wait                   stay until the transcripts are there and download
                           them; --local always does
  --out <folder>           where the transcripts go: transcripts, unless told
  --overwrite              replace transcripts that were edited by hand, too;
                           otherwise they are kept
  --no-page                make no course page beside the transcripts

What it hears:
  --quality <level>        speed or accuracy (choices: "fast", "balanced",
                           "best")
  --language <code>        of the speech (de, ja, …), or auto: found once a
                           video
  --translate              write English, whatever is spoken
  --prompt <text>          names and terms to expect
  --audio-track <n>        which soundtrack, from 1; the default one otherwise
  --strict                 fail a video where less than 95 % of its speech has
                           words
  --model <name>           with --local: a model by whisper.cpp's name, or a
                           file

What is sent:
  --any-layout             take any tree and any audio or video file
  --include <glob>         take only what matches, as in week1/**; may be said
                           again
  --exclude <glob>         leave out what matches; may be said again
  --prefix <folders>       of the keys, for several courses in a stack's buckets
  --whole-video            send the videos whole instead of their soundtracks
  --checksum               read every file to see whether it changed, whatever
                           its size and time say
  -j, --jobs <n>           how much at once: parts of files that are sent; with
                           --local programs of the engine, too
  --bandwidth <rate>       bytes a second at most, as in 500k or 50M; bits as in
                           50Mbit
  --dry-run                say what would be done and why, and do nothing
  --estimate               say how many hours are to be transcribed, what they
                           take and cost, and do nothing

Output:
  --json                   events on stdout, one a line, for scripts
  --quiet                  only results and errors
  -v, --verbose            also why each file is sent or not, and where each
                           setting comes from
  --no-color               no colours; NO_COLOR in the environment does the same
  --version                output the version number
  --help                   print this

Commands:
  status [options] [run]   runs in the bucket, or one with its videos
  watch [options] <run>    stay with a run until it ends
  fetch [options] <run>    download the transcripts of a run
  retry [options] <run>    do again what failed in a run, without sending it
                           again
  cancel [options] <run>   end a run; its videos stay in the bucket
  page [options] [dir]     make the course page of a folder of transcripts
  correct [options] [dir]  put corrections.json into a folder of transcripts

Exit codes:
  0    all done
  1    bad call, bad input or a full disk: the message says what to change
  2    some videos failed, are cut off or were not ready, or corrections match nothing; the others are done
  3    AWS refused: no credentials, no permission, no such stack or bucket
  4    the network or S3 did not answer; the same command goes on where it stopped
  5    the run was cancelled, or ended without its report
  130  interrupted; the same command goes on where it stopped

Examples:
  uploader my-course --local              transcribe here, into transcripts/
  uploader my-course --stack transcribe   send it; the stack does the rest
  uploader my-course --stack transcribe --wait --out texts
  uploader my-course --stack transcribe --dry-run
  uploader mein-kurs --local --model small-q8_0 --language de
  uploader status --stack transcribe      the runs in the bucket
  uploader page transcripts               the course page, and its corrections

A file glossary.txt at any level of the course, one name or term a line, is part
of the prompt below its folder.
A file .transcribeignore says what to leave out, as .gitignore does.

",
}
`);
  });

  it.each(Object.entries(MEANINGS))(
    'explains the exit code %i in the help of every command',
    (code, meaning) => {
      const explained = { text: expect.stringContaining(`  ${code.padEnd(3)}  ${meaning}\n`) };

      expect(parse('--help')).toMatchObject(explained);
      expect(parse('status', '--help')).toMatchObject(explained);
    },
  );

  it('says how to reach a folder that is called as a command is', () => {
    expect(parse('--help')).toMatchObject({ text: expect.stringContaining('./status') });
  });

  it.each(['status', 'watch', 'fetch', 'retry', 'cancel'])('gives the help of %s', (command) => {
    expect(parse(command, '--help')).toMatchObject({
      text: expect.stringContaining(`Usage: uploader ${command} [options]`),
    });
  });

  it('gives the help although a folder is missing or an option is wrong', () => {
    expect(parse('--local', '--help')).toEqual(parse('--help'));
  });
});
