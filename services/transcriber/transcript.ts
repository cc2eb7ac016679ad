// The transcript of a video from its plan and its chunks' words. Pure: what is written where is `merge.ts`.
import type { ChunkWords, Plan, Segment, Span, Transcript } from '../shared/contracts.ts';
import { measureCoverage, overlaps } from './coverage.ts';

/** A segment this near to speech may belong to it: the VAD trims soft beginnings and ends. */
const NEAR_SPEECH_SECONDS = 0.5;

/** @param chunks in the plan's order. */
export const buildTranscript = (plan: Plan, chunks: ChunkWords[]): Transcript => {
  const segments = chunks
    .flatMap((chunk) => chunk.segments)
    .filter((segment) => isSpoken(segment, plan.speech));
  return {
    source: plan.source,
    duration: plan.duration,
    // Of when the words were heard: by now another model may be deployed.
    engine: plan.engine,
    hasSpeech: plan.speech.length > 0,
    coverage: measureCoverage(
      plan.speech,
      segments.flatMap(({ words }) => words),
    ),
    segments,
  };
};

/** Whisper invents text on silence and music, so text where the VAD heard nobody is dropped. */
const isSpoken = ({ start, end, words }: Segment, speech: Span[]): boolean => {
  const near = { start: start - NEAR_SPEECH_SECONDS, end: end + NEAR_SPEECH_SECONDS };
  return words.length > 0 && speech.some((stretch) => overlaps(stretch, near));
};
