// Reads our files with other people's parsers, as players do.
// Both parsers add up hours, minutes and seconds, so that 2.514 becomes 2.5140000000000002; hence the rounding.
import { execFileSync } from 'node:child_process';
import { parseText } from 'media-captions';
import { type Node, WebVTTParser } from 'webvtt-parser';
import type { Cue } from '../../../../services/shared/captions/cues.ts';

const toMilliseconds = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;

/** Vidstack's parser, in its strict mode. @throws on the first fault. */
export const readByPlayer = async (text: string, type: 'srt' | 'vtt'): Promise<Cue[]> => {
  const { cues } = await parseText(text, { type, strict: true });
  return cues.map(({ startTime, endTime, text: lines }) => ({
    start: toMilliseconds(startTime),
    end: toMilliseconds(endTime),
    lines: lines.split('\n'),
  }));
};

/** Without these it knows `&gt`, but not `&gt;`. */
const ENTITIES = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };

/** W3C's validator, which returns its faults together with the cues. */
export const readByW3c = (text: string): { cues: Cue[]; faults: string[] } => {
  const { cues, errors } = new WebVTTParser(ENTITIES).parse(text, 'captions');
  return {
    cues: cues.map((cue) => ({
      start: toMilliseconds(cue.startTime),
      end: toMilliseconds(cue.endTime),
      lines: textOf(cue.tree).split('\n'),
    })),
    faults: errors.map(({ line, message }) => `${line}: ${message}`),
  };
};

const textOf = ({ value, children }: Node): string => value ?? children?.map(textOf).join('') ?? '';

/** Returns SRT whatever the input was; ffmpeg ends the lines within a cue with CRLF. */
export const readByFfmpeg = (text: string, format: 'srt' | 'webvtt'): string =>
  execFileSync('ffmpeg', ['-v', 'error', '-f', format, '-i', 'pipe:0', '-f', 'srt', 'pipe:1'], {
    input: text,
    encoding: 'utf8',
  }).replaceAll('\r\n', '\n');
