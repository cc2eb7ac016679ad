import { describe, expect, it } from '@jest/globals';
import { type Segment, Transcript } from '../../../services/shared/contracts/transcript.ts';
import { buildTranscript } from '../../../services/transcriber/transcript.ts';
import { anEngineIdentity, aPlan } from '../fakes.ts';
import { rises, segment, spans, word, wordsFrom } from './examples.ts';

/** A chunk that one engine process heard, from `start` to `end`. */
const chunk = (segments: Segment[], start = 0, end = 60) => ({
  stretches: [{ start, end, segments }],
  seconds: 1,
});

describe('buildTranscript', () => {
  const plan = aPlan({ speech: [{ start: 10, end: 20 }] });

  it.each([
    ['inside the speech', 12, 14, true],
    ['around the speech', 5, 40, true],
    ['ending just before the speech', 8, 9.6, true],
    ['ending half a second before the speech', 8, 9.5, false],
    ['beginning just after the speech', 20.4, 22, true],
    ['beginning half a second after the speech', 20.5, 22, false],
    ['far from the speech', 40, 42, false],
  ])('keeps a segment %s: %d to %d s %s', (_where, start, end, kept) => {
    const { segments } = buildTranscript(plan, [chunk([segment(start, end)])]);

    expect(segments).toHaveLength(kept ? 1 : 0);
  });

  it('drops a segment without words', () => {
    const empty = { start: 12, end: 13, text: '', words: [] };

    const { segments } = buildTranscript(plan, [chunk([empty])]);

    expect(segments).toEqual([]);
  });

  it('joins the chunks in order and measures how much of the speech they cover', () => {
    const chunks = [chunk([segment(10, 13, 'one')], 0, 13), chunk([segment(13, 16, 'two')], 13, 60)];

    const transcript = buildTranscript(plan, chunks);

    expect(transcript.segments.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(transcript.coverage).toEqual({
      speechSeconds: 10,
      coveredSeconds: 6.5,
      ratio: 0.65,
      gaps: [{ start: 16.5, end: 20 }],
    });
  });

  it('has the words once that two overlapping chunks both heard', () => {
    const said = wordsFrom(10, ...'a b c d e f g h i j k l'.split(' '));
    const heard = (start: number, end: number) => {
      const words = said.filter((one) => one.start >= start && one.end <= end);
      return chunk([segment(start, end, words.map(({ text }) => text).join(' '), words)], start, end);
    };

    const { segments } = buildTranscript(plan, [heard(10, 14), heard(12, 16)]);

    expect(segments.flatMap(({ words }) => words)).toEqual(said);
    expect(segments.map(({ text }) => text).join(' ')).toBe('a b c d e f g h i j k l');
  });

  it('joins the stretches of a chunk in the same way', () => {
    const stretches = [
      { start: 0, end: 15, segments: [segment(10, 13, 'one')] },
      { start: 15, end: 60, segments: [segment(16, 19, 'two')] },
    ];

    const { segments } = buildTranscript(plan, [{ stretches, seconds: 1 }]);

    expect(segments.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('has rising times, even if Whisper’s own go back', () => {
    const back = [
      segment(10, 13, 'one two', [word(10, 11.2, 'one'), word(11, 13, 'two')]),
      segment(12.8, 15, 'three', [word(12.8, 12.9, 'three'), word(12.7, 15, 'four')]),
    ];

    const { segments } = buildTranscript(plan, [chunk(back)]);

    const words = segments.flatMap((one) => one.words);
    expect(words).toHaveLength(4);
    expect(rises(words.map(({ start }) => start))).toBe(true);
    expect(words.every(({ start, end }) => start <= end)).toBe(true);
    for (const one of segments) expect(one.end).toBeGreaterThanOrEqual(one.words.at(-1)?.end ?? 0);
  });

  it('says which language was found, and how much of the end is missing', () => {
    const { language, lostSeconds } = buildTranscript({ ...plan, language: 'de', lostSeconds: 52.1 }, []);

    expect([language, lostSeconds]).toEqual(['de', 52.1]);
  });

  it('does not count a dropped segment as heard', () => {
    const { coverage } = buildTranscript({ ...plan, speech: spans('10-20') }, [chunk([segment(40, 50)])]);

    expect(coverage.ratio).toBe(0);
  });

  it('says that nobody speaks in a video', () => {
    const transcript = buildTranscript(aPlan({ speech: [], chunks: [] }), []);

    expect(transcript).toMatchObject({ hasSpeech: false, segments: [], coverage: { ratio: 1, gaps: [] } });
  });

  const look = { track: 1, channels: 2, peak: 0, speechSeconds: 0 };
  it.each([
    [
      'no speech',
      aPlan({ speech: [], sound: { track: 1, looked: [look] } }),
      /^audio track 1 \(2 channels\) is silent$/,
    ],
    ['no speech, planned by an older version', aPlan({ speech: [] }), /^nobody speaks$/],
    ['speech without words', aPlan({ speech: spans('10-12.5') }), /^2.5 s sound like speech, and no words/],
  ])('says why nothing was heard in %s', (_what, silent, why) => {
    expect(buildTranscript(silent, []).nothingHeard).toMatch(why);
  });

  it('describes the sound that was heard, and does not mention silence if there are words', () => {
    const sound = { track: 2, looked: [look], remark: 'audio track 2 was used' };

    const transcript = buildTranscript({ ...plan, sound }, [chunk([segment(10, 20)])]);

    expect(transcript).toMatchObject({ sound });
    expect(transcript.nothingHeard).toBeUndefined();
  });

  it('names the source and the engine in the form in which they are read back', () => {
    const engine = anEngineIdentity({ version: 'another' });

    const transcript = buildTranscript({ ...plan, engine }, []);

    expect(Transcript.parse(transcript)).toEqual(transcript);
    expect(transcript).toMatchObject({
      source: plan.source,
      duration: plan.duration,
      engine,
      hasSpeech: true,
    });
  });
});
