// Builds the transcript of a video from its plan and its chunks' words. Pure; `merge.ts` writes the files.

import { total } from '../shared/contracts/spans.ts';
import type { ChunkWords, Plan } from '../shared/contracts/steps.ts';
import type { Doubts, Segment, Span, Transcript } from '../shared/contracts/transcript.ts';
import { describeSound } from './sound/remarks.ts';
import { measureCoverage } from './words/coverage.ts';
import { joinStretches } from './words/seams.ts';
import { isNear } from './words/timeline.ts';

/** @param chunks in the order of the plan. */
export const buildTranscript = (plan: Plan, chunks: ChunkWords[]): Transcript => {
  const segments = inOrder(joinStretches(chunks.flatMap(({ stretches }) => stretches))).filter((segment) =>
    isSpoken(segment, plan.speech),
  );
  return {
    source: plan.source,
    duration: plan.duration,
    lostSeconds: plan.lostSeconds,
    // The plan's engine, because another model may have been deployed since then.
    engine: plan.engine,
    language: plan.language,
    hasSpeech: plan.speech.length > 0,
    ...(plan.sound && { sound: plan.sound }),
    ...(segments.length === 0 && { nothingHeard: whyNothing(plan) }),
    coverage: measureCoverage(
      plan.speech,
      segments.flatMap(({ words }) => words),
    ),
    ...doubtsOf(plan),
    segments,
  };
};

/** Says why there is not a single word. */
const whyNothing = ({ speech, sound }: Plan): string => {
  if (speech.length > 0)
    return `${total(speech).toFixed(1)} s sound like speech, and no words were found in them`;
  return sound ? describeSound(sound) : 'nobody speaks';
};
/** The doubts that exist. */
export const doubtsOf = ({ otherLanguages, languageDoubted, unsure }: Doubts): Doubts => ({
  ...(otherLanguages && { otherLanguages }),
  ...(languageDoubted && { languageDoubted }),
  ...(unsure && { unsure }),
});

/** Whisper invents text on silence and music, so text where the VAD found no speech is dropped. */
const isSpoken = (segment: Segment, speech: Span[]): boolean =>
  segment.words.length > 0 && isNear(segment, speech);

/** Makes times rise: Whisper's own may go back by a fraction of a second at the edge of a window. */
const inOrder = (segments: Segment[]): Segment[] => {
  let latest = 0;
  const rising = <T extends Span>(span: T): T => {
    const start = Math.max(span.start, latest);
    latest = start;
    return { ...span, start, end: Math.max(span.end, start) };
  };
  return segments.map((segment) => {
    const start = Math.max(segment.start, latest);
    const words = segment.words.map(rising);
    return { ...segment, start, end: Math.max(segment.end, words.at(-1)?.end ?? start), words };
  });
};
