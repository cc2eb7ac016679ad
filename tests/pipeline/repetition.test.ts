// A phrase is written as often as the speaker says it, and a mark such as [Music] is not a word.
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { transcribeFile } from '../fixtures/transcribe.ts';

const fixture = (name: string) => join(import.meta.dirname, '../fixtures', name);
const countOf = (phrase: RegExp, text: string) => [...text.matchAll(phrase)].length;

describe('transcribing repetitions', () => {
  /** 22 s of flite (voice slt): a lesson with "I will not be late" and "She sells sea shells", six times each. */
  it('keeps what a speaker says six times, and the words around it', async () => {
    const { transcript, texts } = await transcribeFile(fixture('repetition.opus'));

    const text = texts.txt.replace(/\s+/g, ' ');
    expect(countOf(/\bI will not be late\b/gi, text)).toBe(6);
    // It was said six times; the model may merge two of them.
    expect(countOf(/\bshe sells sea ?shells\b/gi, text)).toBeGreaterThanOrEqual(5);
    expect(countOf(/\bshe sells sea ?shells\b/gi, text)).toBeLessThanOrEqual(7);
    // The speaker says "practice a sentence"; what the model hears depends on the processor's rounding.
    expect(text).toMatch(/^Today we \w+ (a|the) sentence/);
    expect(text).toMatch(/all for today[.,]? thank you/i);
    expect(transcript.coverage.ratio).toBeGreaterThan(0.95);
  });

  /** 35 s of espeak-ng (voice en-us): "zero one" sixty times, of which tiny.en writes [Music] and the like. */
  it('lists speech that has only marks as a gap', async () => {
    const { transcript, texts } = await transcribeFile(fixture('zeros.opus'));

    expect(texts.txt).not.toMatch(/[[\]()]/);
    const heard = transcript.segments.flatMap(({ words }) => words).length;
    // A second hearing may or may not find words; speech without any must not count as heard.
    expect(transcript.coverage.ratio === 1).toBe(heard > 20);
    expect(transcript.coverage.gaps.length > 0).toBe(transcript.coverage.ratio < 1);
  });
});
