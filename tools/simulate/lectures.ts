// Generates lectures as spans of speech, from a seed. The project's own code plans and cuts them.
import type { Span } from '../../services/shared/contracts/transcript.ts';
import { planChunks } from '../../services/transcriber/words/cuts.ts';
import { keptSpans } from '../../services/transcriber/words/timeline.ts';
import type { Random } from '../../tests/fixtures/random.ts';

/** As a voice detector sees a lecture: sentences of 2 to 10 s, breaths in between, and sometimes a pause for the board. */
const SENTENCE = { least: 2, more: 8 };
const BREATH = { least: 0.2, more: 1 };
const BOARD = { share: 0.05, least: 2, more: 10 };

export type SimulatedLecture = { seconds: number; speech: Span[]; kept: Span[]; chunks: Span[] };

export const simulateLecture = (seconds: number, chunkSeconds: number, random: Random): SimulatedLecture => {
  const speech = speak(seconds, random);
  const kept = keptSpans(speech, seconds);
  return { seconds, speech, kept, chunks: planChunks(seconds, kept, speech, chunkSeconds) };
};

const speak = (seconds: number, random: Random): Span[] => {
  const within = ({ least, more }: { least: number; more: number }) => least + more * random();
  const speech: Span[] = [];
  for (let start = within(BREATH); start < seconds; ) {
    const end = Math.min(start + within(SENTENCE), seconds);
    speech.push({ start, end });
    start = end + (random() < BOARD.share ? within(BOARD) : within(BREATH));
  }
  return speech;
};
