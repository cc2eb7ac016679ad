import { describe, expect, it } from '@jest/globals';
import { originOf, sameEngine } from '../../../services/shared/up-to-date.ts';
import { anEngineIdentity, aTranscript, fakeBucket } from '../fakes.ts';

describe('originOf', () => {
  it("gives the source and the engine of the video's transcript", async () => {
    const { source, engine } = aTranscript();
    const transcripts = fakeBucket('transcripts', { 'week1/lesson1.json': JSON.stringify(aTranscript()) });

    const origin = await originOf(transcripts, 'week1/lesson1.mp4');

    expect(origin).toEqual({ source, engine });
  });

  it('reads a transcript whose words are of another shape, as another version may have written them', async () => {
    const { source, engine } = aTranscript();
    const other = JSON.stringify({ source, engine, words: [], version: 9 });
    const transcripts = fakeBucket('transcripts', { 'week1/lesson1.json': other });

    const origin = await originOf(transcripts, 'week1/lesson1.mp4');

    expect(origin?.source.etag).toBe(source.etag);
  });

  it.each([
    ['nothing there', {}],
    ['only the other formats there', { 'week1/lesson1.txt': 'Hello there.', 'week1/lesson1.srt': '1' }],
    ['an empty file', { 'week1/lesson1.json': '' }],
    ['half a file', { 'week1/lesson1.json': JSON.stringify(aTranscript()).slice(0, 200) }],
    ['json of something else', { 'week1/lesson1.json': '{"title":"Lesson 1"}' }],
    ['json without an engine', { 'week1/lesson1.json': JSON.stringify({ source: aTranscript().source }) }],
    ['json that is null', { 'week1/lesson1.json': 'null' }],
  ])('knows none with %s', async (_case, objects: Record<string, string>) => {
    const transcripts = fakeBucket('transcripts', objects);

    const origin = await originOf(transcripts, 'week1/lesson1.mp4');

    expect(origin).toBeUndefined();
  });

  it('throws when the bucket cannot be read, so that nobody takes that for a missing transcript', async () => {
    const denied = Object.assign(new Error('Access Denied'), { name: 'AccessDenied' });
    const transcripts = { ...fakeBucket('transcripts'), readJson: () => Promise.reject(denied) };

    const origin = originOf(transcripts, 'week1/lesson1.mp4');

    await expect(origin).rejects.toBe(denied);
  });
});

describe('sameEngine', () => {
  const engine = anEngineIdentity();
  const { model, settings } = engine;

  it.each([
    ['an equal one', anEngineIdentity(), true],
    ['another version', anEngineIdentity({ version: 'whisper.cpp 2.0.0' }), true],
    ['another name for the same model file', anEngineIdentity({ model: { ...model, name: 'mine' } }), true],
    ['settings in another order', anEngineIdentity({ settings: { language: 'en', beamSize: 3 } }), true],
    ['another model file', anEngineIdentity({ model: { ...model, sha256: 'b'.repeat(64) } }), false],
    ['another setting', anEngineIdentity({ settings: { ...settings, beamSize: 5 } }), false],
    ['one setting more', anEngineIdentity({ settings: { ...settings, bestOf: 3 } }), false],
    ['one setting less', anEngineIdentity({ settings: { language: 'en' } }), false],
    ['a setting as text', anEngineIdentity({ settings: { ...settings, beamSize: '3' } }), false],
  ])('%s', (_case, other, expected) => {
    expect(sameEngine(engine, other)).toBe(expected);
    expect(sameEngine(other, engine)).toBe(expected);
  });
});
