// The text around the flags in `--help`, and the output of `uploader` without arguments.
import { type ExitCode, MEANINGS } from '../failures/exit-codes.ts';

/** The output of `uploader` without arguments. */
export const WELCOME = `uploader turns a folder of course videos into transcripts and captions, on this machine or in your AWS account.

  uploader my-course --local                      transcribe here, into transcripts/
  uploader my-course --local --dry-run            show what would be done, and do nothing
  uploader my-course --stack transcribe --wait    transcribe in AWS, and download the transcripts

All options and commands: uploader --help
`;

/** @param codes with which the command may end. */
export const exitCodeHelp = (codes: ExitCode[]): string => {
  const lines = codes
    .toSorted((a, b) => a - b)
    .map((code) => `  ${String(code).padEnd(3)}  ${MEANINGS[code]}`);
  return `\nExit codes:\n${lines.join('\n')}\n`;
};

export const AFTER_HELP = `
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
`;
