// The text below the flags in `--help`.
import { MEANINGS } from '../failures/exit-codes.ts';

const EXIT_CODES = Object.entries(MEANINGS)
  .map(([code, meaning]) => `  ${code.padEnd(3)}  ${meaning}`)
  .join('\n');

export const AFTER_HELP = `
Exit codes:
${EXIT_CODES}

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

export const AFTER_RUN_HELP = `
Exit codes:
${EXIT_CODES}
`;
