// Renders a transcript in all its formats. `merge.ts` writes them.

import type { TranscriptFormat } from '../contracts/keys.ts';
import type { Transcript } from '../contracts/transcript.ts';
import { toCues } from './cues.ts';
import { toSrt } from './srt.ts';
import { toTxt } from './txt.ts';
import { toVtt } from './vtt.ts';

export const render = (transcript: Transcript): Record<TranscriptFormat, string> => {
  const words = transcript.segments.flatMap((segment) => segment.words);
  const cues = toCues(words);
  return { txt: toTxt(words), srt: toSrt(cues), vtt: toVtt(cues), json: `${JSON.stringify(transcript)}\n` };
};
