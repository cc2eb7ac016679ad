// The SubRip format, as players read it:
//   1
//   00:00:00,320 --> 00:00:02,100
//   And so, my fellow Americans,
// Unlike VTT it has no header, and no markup to escape.

import { timestamp } from '../text/timestamp.ts';
import type { Cue } from './cues.ts';

export const toSrt = (cues: Cue[]): string => cues.map(toBlock).join('\n');

const toBlock = ({ start, end, lines }: Cue, index: number): string =>
  `${index + 1}\n${timestamp(start, ',')} --> ${timestamp(end, ',')}\n${lines.map(withoutArrow).join('\n')}\n`;

/** Players take a line with this arrow for a cue's times, and SRT has no escapes. */
const withoutArrow = (text: string): string => text.replaceAll('-->', '→');
