// What a speaker repeats is written as often as it is said, and a mark such as [Music] is no word.
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { transcribeFile } from '../fixtures/transcribe.ts';

const fixture = (name: string) => join(import.meta.dirname, '../fixtures', name);
const countOf = (phrase: RegExp, text: string) => [...text.matchAll(phrase)].length;

describe('transcribing repetitions', () => {
  /** 22 s of flite (voice slt): a lesson with "I will not be late" and "She sells sea shells", six times each. */
  it('keeps what a speaker says six times, and what is around it', async () => {
    const { transcript, texts } = await transcribeFile(fixture('repetition.opus'));

    const text = texts.txt.replace(/\s+/g, ' ');
    expect(countOf(/\bI will not be late\b/gi, text)).toBe(6);
    // Six were said; the model may run two together.
    expect(countOf(/\bshe sells sea ?shells\b/gi, text)).toBeGreaterThanOrEqual(5);
    expect(countOf(/\bshe sells sea ?shells\b/gi, text)).toBeLessThanOrEqual(7);
    // Said is "practice a sentence"; which words the model makes of it depends on the processor's rounding.
    expect(text).toMatch(/^Today we \w+ (a|the) sentence/);
    expect(text).toMatch(/all for today[.,]? thank you/i);
    expect(transcript.coverage.ratio).toBeGreaterThan(0.95);
  });

  /** 35 s of espeak-ng (voice en-us): "zero one" sixty times, of which tiny.en writes [Music] and the like. */
  it('lists speech as a gap where there are only marks', async () => {
    const { transcript, texts } = await transcribeFile(fixture('zeros.opus'));

    expect(texts.txt).not.toMatch(/[[\]()]/);
    const heard = transcript.segments.flatMap(({ words }) => words).length;
    // Whether a second hearing finds words is the model's affair; what has none is not counted as heard.
    expect(transcript.coverage.ratio === 1).toBe(heard > 20);
    expect(transcript.coverage.gaps.length > 0).toBe(transcript.coverage.ratio < 1);
  });
});
