import { describe, expect, it } from '@jest/globals';
import { type Segment, Transcript } from '../../../services/shared/contracts.ts';
import { buildTranscript } from '../../../services/transcriber/transcript.ts';
import { anEngineIdentity, aPlan } from '../fakes.ts';

const segment = (start: number, end: number, text = 'Hello'): Segment => ({
  start,
  end,
  text,
  words: [{ start, end, text, probability: 0.9 }],
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
    const { segments } = buildTranscript(plan, [{ segments: [segment(start, end)], seconds: 1 }]);

    expect(segments).toHaveLength(kept ? 1 : 0);
  });

  it('drops a segment without words', () => {
    const empty = { start: 12, end: 13, text: '', words: [] };

    const { segments } = buildTranscript(plan, [{ segments: [empty], seconds: 1 }]);

    expect(segments).toEqual([]);
  });

  it('joins the chunks in their order and measures how much of the speech they cover', () => {
    const chunks = [
      { segments: [segment(10, 13, 'one')], seconds: 1 },
      { segments: [segment(13, 16, 'two')], seconds: 1 },
    ];

    const transcript = buildTranscript(plan, chunks);

    expect(transcript.segments.map(({ text }) => text)).toEqual(['one', 'two']);
    expect(transcript.coverage).toEqual({
      speechSeconds: 10,
      coveredSeconds: 6.5,
      ratio: 0.65,
      gaps: [{ start: 16.5, end: 20 }],
    });
  });

  it('says so of a video in which nobody speaks', () => {
    const transcript = buildTranscript(aPlan({ speech: [], chunks: [] }), []);

    expect(transcript).toMatchObject({ hasSpeech: false, segments: [], coverage: { ratio: 1, gaps: [] } });
  });

  it('names the source and the engine, in the form in which it is read back', () => {
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
