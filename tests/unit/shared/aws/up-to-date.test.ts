import { describe, expect, it } from '@jest/globals';
import { isAsGood, originOf, sameEngine } from '../../../../services/shared/aws/up-to-date.ts';
import type { Options } from '../../../../services/shared/contracts/steps.ts';
import type { EngineSettings } from '../../../../services/shared/contracts/transcript.ts';
import { aSettings } from '../../../fixtures/transcript.ts';
import { anEngineIdentity, aTranscript, fakeBucket } from '../../fakes.ts';

const without = (field: 'lostSeconds' | 'coverage') =>
  JSON.stringify({ ...aTranscript(), [field]: undefined });
const withSettings = (settings: Record<string, unknown>) =>
  JSON.stringify({ ...aTranscript(), engine: { ...anEngineIdentity(), settings } });

describe('originOf', () => {
  it("returns the source, the engine and the losses of the video's transcript", async () => {
    const { source, engine, coverage, lostSeconds } = aTranscript();
    const transcripts = fakeBucket('transcripts', { 'week1/lesson1.json': JSON.stringify(aTranscript()) });

    const origin = await originOf(transcripts, 'week1/lesson1.mp4');

    expect(origin).toEqual({ source, engine, coverage, lostSeconds });
  });

  it('reads a transcript whose words have another shape, as another version may have written them', async () => {
    const { segments, ...rest } = aTranscript();
    const other = JSON.stringify({ ...rest, words: segments, version: 9 });
    const transcripts = fakeBucket('transcripts', { 'week1/lesson1.json': other });

    const origin = await originOf(transcripts, 'week1/lesson1.mp4');

    expect(origin?.source.etag).toBe(rest.source.etag);
  });

  it.each([
    ['no files', {}],
    ['only the other formats', { 'week1/lesson1.txt': 'Hello there.', 'week1/lesson1.srt': '1' }],
    ['an empty file', { 'week1/lesson1.json': '' }],
    ['half a file', { 'week1/lesson1.json': JSON.stringify(aTranscript()).slice(0, 200) }],
    ['json of something else', { 'week1/lesson1.json': '{"title":"Lesson 1"}' }],
    ['json without an engine', { 'week1/lesson1.json': JSON.stringify({ source: aTranscript().source }) }],
    ['json that does not say what is lost', { 'week1/lesson1.json': without('lostSeconds') }],
    ['json without coverage', { 'week1/lesson1.json': without('coverage') }],
    ['settings of an older version', { 'week1/lesson1.json': withSettings({ beamSize: 3, language: 'en' }) }],
    ['json that is null', { 'week1/lesson1.json': 'null' }],
  ])('returns nothing for %s', async (_case, objects: Record<string, string>) => {
    const transcripts = fakeBucket('transcripts', objects);

    const origin = await originOf(transcripts, 'week1/lesson1.mp4');

    expect(origin).toBeUndefined();
  });

  it('throws if the bucket cannot be read, so that this does not look like a missing transcript', async () => {
    const denied = Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });
    const transcripts = { ...fakeBucket('transcripts'), readJson: () => Promise.reject(denied) };

    const origin = originOf(transcripts, 'week1/lesson1.mp4');

    await expect(origin).rejects.toBe(denied);
  });
});

const backwards = (settings: EngineSettings): EngineSettings => {
  const { beamSize, ...others } = settings;
  return { ...others, beamSize };
};

describe('sameEngine', () => {
  const engine = anEngineIdentity();
  const { model, settings } = engine;

  it.each([
    ['an equal one', anEngineIdentity(), true],
    ['another version', anEngineIdentity({ version: 'whisper.cpp 2.0.0' }), true],
    ['another name for the same model file', anEngineIdentity({ model: { ...model, name: 'mine' } }), true],
    ['settings in another order', anEngineIdentity({ settings: backwards(settings) }), true],
    ['another model file', anEngineIdentity({ model: { ...model, sha256: 'b'.repeat(64) } }), false],
    ['another quality', anEngineIdentity({ settings: aSettings({ beamSize: 5, bestOf: 5 }) }), false],
    ['another language', anEngineIdentity({ settings: aSettings({ language: 'auto' }) }), false],
    ['a translation', anEngineIdentity({ settings: aSettings({ translate: true }) }), false],
    ['another prompt', anEngineIdentity({ settings: aSettings({ prompt: 'etcd' }) }), false],
    ['a soundtrack by its number', anEngineIdentity({ settings: aSettings({ audioTrack: 1 }) }), false],
  ])('%s', (_case, other, expected) => {
    expect(sameEngine(engine, other)).toBe(expected);
    expect(sameEngine(other, engine)).toBe(expected);
  });
});

describe('isAsGood', () => {
  const engine = anEngineIdentity();
  const origin = (ratio: number, lostSeconds = 0) => {
    const { coverage, ...rest } = aTranscript({ lostSeconds });
    return { ...rest, coverage: { ...coverage, ratio } };
  };
  const cases: [string, boolean, Options, ReturnType<typeof origin>][] = [
    ['no words at all', true, {}, origin(0)],
    ['its end missing', true, {}, origin(1, 30)],
    ['its end missing if nothing is required', true, { minCoverage: 0 }, origin(1, 30)],
    ['exactly the required coverage', true, { minCoverage: 0.95 }, origin(0.95)],
    ['a little less coverage', false, { minCoverage: 0.95 }, origin(0.9499)],
    [
      'full coverage of what could be decoded, but its end missing',
      false,
      { minCoverage: 0.95 },
      origin(1, 0.1),
    ],
    ['its end missing if little is required', false, { minCoverage: 0.01 }, origin(1, 0.1)],
  ];

  it.each(cases)('accepts a transcript with %s: %s', (_what, expected, wanted, transcript) => {
    expect(isAsGood(transcript, engine, wanted)).toBe(expected);
  });

  it('does not accept a transcript of another engine, however good it is', () => {
    const other = anEngineIdentity({ settings: aSettings({ language: 'de' }) });

    expect(isAsGood(origin(1), other, { minCoverage: 0.5 })).toBe(false);
  });
});
