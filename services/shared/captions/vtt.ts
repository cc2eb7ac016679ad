// WebVTT (https://www.w3.org/TR/webvtt1/):
//   WEBVTT
//
//   00:00:00.320 --> 00:00:02.100
//   And so, my fellow Americans,
// Positions and styles are left to the player.

import { timestamp } from '../text/timestamp.ts';
import type { Cue } from './cues.ts';

export const toVtt = (cues: Cue[]): string => ['WEBVTT\n', ...cues.map(toBlock)].join('\n');

const toBlock = ({ start, end, lines }: Cue): string =>
  `${timestamp(start, '.')} --> ${timestamp(end, '.')}\n${lines.map(escapeMarkup).join('\n')}\n`;

/** Of a cue's text. */
export const escapeMarkup = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
