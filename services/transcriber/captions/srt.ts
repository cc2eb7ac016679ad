// SubRip, as players read it:
//   1
//   00:00:00,320 --> 00:00:02,100
//   And so, my fellow Americans,
import type { Cue } from './cues.ts';
import { timestamp } from './timestamp.ts';

export const toSrt = (cues: Cue[]): string =>
  cues
    .map(
      ({ start, end, lines }, index) =>
        `${index + 1}\n${timestamp(start, ',')} --> ${timestamp(end, ',')}\n${lines.join('\n')}\n`,
    )
    .join('\n');
