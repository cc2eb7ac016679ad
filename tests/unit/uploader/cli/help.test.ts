// The output of --help and --version. Flags are tested in program.test.ts.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { parseArgs } from '../../../../services/uploader/cli/program.ts';
import { MEANINGS } from '../../../../services/uploader/failures/exit-codes.ts';

const parse = (...argv: string[]) => parseArgs(argv, '1.2.3');

describe('parseArgs for --help and --version', () => {
  // The help is as wide as the terminal.
  const { isTTY } = process.stdout;
  beforeEach(() => {
    process.stdout.isTTY = false;
  });
  afterEach(() => {
    process.stdout.isTTY = isTTY;
  });

  it('returns the version instead of options', () => {
    expect(parse('--version')).toEqual({ text: '1.2.3\n' });
  });

  it('returns the help instead of options', () => {
    expect(parse('--help')).toMatchInlineSnapshot(`
{
  "text": "Usage: uploader [options] <dir>
       uploader <command> [options] [run or folder]

Transcribes a folder of course videos:
week<number>/lesson<number>/video<number>.mp4

Arguments:
  dir                      the course folder (write ./status if it has the name
                           of a command)

Where:
  --local                  transcribe on this machine, without an AWS account
  --stack <name>           the stack that \`sam deploy\` created (default: from
                           .env or the environment)
  --profile <name>         the AWS profile to use
  --region <name>          the region of the stack
  --wait                   wait for the transcripts and download them; --local
                           always does
  --out <folder>           where the transcripts go (default: transcripts)
  --overwrite              also replace transcripts that you edited; they are
                           kept otherwise
  --no-page                do not make a course page beside the transcripts

Transcription:
  --quality <level>        prefer speed or accuracy (choices: "fast",
                           "balanced", "best")
  --language <code>        spoken language (de, ja, …), or auto to detect it for
                           each video
  --translate              translate to English
  --prompt <text>          names and terms to expect
  --audio-track <n>        the audio track to use, counted from 1 (default: the
                           default track)
  --strict                 fail a video if less than 95 % of its speech has
                           words
  --model <name>           with --local: a whisper.cpp model name, or a file

Files and upload:
  --any-layout             accept audio and video files in any folder layout
  --include <glob>         transcribe only files that match, for example
                           "week1/**"; repeatable
  --exclude <glob>         leave out files that match; repeatable
  --prefix <folders>       prefix of all keys, for several courses in one bucket
                           or --out
  --whole-video            send whole videos instead of their soundtracks
  --redo                   transcribe again even if up to date
  --checksum               compare files by content instead of size and time
  -j, --jobs <n>           how many parts to send at once; with --local: how
                           many engine processes
  --bandwidth <rate>       upload limit in bytes per second, like 500k or 50M;
                           or in bits, like 50Mbit
  --dry-run                show what would be done and why, without doing it
  --estimate               show how long transcribing would take and what it
                           would cost

Output:
  --json                   print events to stdout as JSON, one per line, for
                           scripts
  --quiet                  print only results and errors
  -v, --verbose            also print why each file is transcribed or not, and
                           where each setting comes from
  --no-color               no colours, as with NO_COLOR in the environment
  --version                output the version number
  --help                   show this help

Commands:
  status [options] [run]   list the runs in the bucket, or the videos of one
  watch [options] <run>    follow a run until it ends
  fetch [options] <run>    download the transcripts of a run
  retry [options] <run>    transcribe the failed videos of a run again, without
                           sending them again
  cancel [options] <run>   cancel a run; its videos stay in the bucket
  page [options] [dir]     make the course page for a folder of transcripts
  correct [options] [dir]  apply corrections.json to a folder of transcripts

Exit codes:
  0    everything succeeded
  1    wrong usage, bad input or a full disk; the message says what to change
  2    some videos failed, were cut off, not heard or not ready, or corrections match nothing; the others are done
  3    AWS refused: no credentials, no permission, no such stack or bucket
  4    the network or S3 did not answer; run the same command again to continue
  5    the run was cancelled, or ended without a report
  130  interrupted; run the same command again to continue

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

  it.each([
    ['', [0, 1, 2, 3, 4, 5, 130]],
    ['status', [0, 1, 3, 4, 130]],
    ['watch', [0, 1, 2, 3, 4, 5, 130]],
    ['fetch', [0, 1, 2, 3, 4, 130]],
    ['retry', [0, 1, 2, 3, 4, 130]],
    ['cancel', [0, 1, 3, 4, 130]],
    ['page', [0, 1, 2, 130]],
    ['correct', [0, 1, 2, 130]],
  ] as const)('explains all its exit codes and no others: uploader %s', (command, codes) => {
    const help = parse(...(command === '' ? [] : [command]), '--help');
    const text = 'text' in help ? help.text : '';
    const lines = codes.map((code) => `  ${String(code).padEnd(3)}  ${MEANINGS[code]}`);

    expect(text).toContain(`\nExit codes:\n${lines.join('\n')}\n\n`);
  });

  it('introduces itself and the first commands to try if there are no arguments', () => {
    const welcome = parse();

    expect(welcome).toEqual({
      text: expect.stringMatching(/^uploader turns a folder of course/),
      exitCode: 1,
    });
    const commands = 'text' in welcome ? (welcome.text.match(/^ {2}uploader .*?(?= {2})/gm) ?? []) : [];
    expect(commands).toHaveLength(3);
    for (const command of commands)
      expect(parse(...command.trim().split(' ').slice(1))).toMatchObject({ command: 'transcribe' });
  });

  it('says how to pass a folder with the name of a command', () => {
    expect(parse('--help')).toMatchObject({ text: expect.stringContaining('./status') });
  });

  it.each(['status', 'watch', 'fetch', 'retry', 'cancel'])('returns the help of %s', (command) => {
    expect(parse(command, '--help')).toMatchObject({
      text: expect.stringContaining(`Usage: uploader ${command} [options]`),
    });
  });

  it('returns the help even if the folder is missing or an option is wrong', () => {
    expect(parse('--local', '--help')).toEqual(parse('--help'));
  });
});
