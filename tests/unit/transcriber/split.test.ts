import { describe, expect, it } from '@jest/globals';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { Plan } from '../../../services/shared/contracts/steps.ts';
import { makeSplit } from '../../../services/transcriber/split.ts';
import { anError } from '../../fixtures/an-error.ts';
import { aSettings } from '../../fixtures/transcript.ts';
import { anEngineIdentity, aPlan, aTranscript, etagOf, fakeBucket } from '../fakes.ts';
import { decodesBytes, fakeEngine } from './fake-engine.ts';

const run = '20261122T151500Z-a1b2';
const key = 'week1/lesson1.mp4';
const etag = etagOf('video');
const planKey = keys.plan(run, key);

/** Hears nobody, so there are no chunks; remembers what it decoded. */
const prepare = (
  stored: { videos?: Record<string, string>; transcript?: object },
  { identity = anEngineIdentity() } = {},
) => {
  const videos = fakeBucket('videos', stored.videos ?? {});
  const transcript = stored.transcript && {
    [keys.transcript(key, 'json')]: JSON.stringify(stored.transcript),
  };
  const transcripts = fakeBucket('transcripts', transcript);
  const decoded: string[] = [];
  const engine = fakeEngine({
    identity: async () => identity,
    decode: async (video, name, ...rest) => {
      decoded.push(name);
      return decodesBytes(60 * 32_000)(video, name, ...rest);
    },
  });
  const split = makeSplit({ buckets: { videos, transcripts }, engine, chunkSeconds: 600, minCoverage: 0 });
  return { videos, decoded, split };
};

describe('makeSplit', () => {
  it.each([
    ['without an ETag', undefined],
    ['with its ETag', etag],
    ['with its ETag in quotes', `"${etag}"`],
  ])('plans a video that the manifest names %s', async (_how, Etag) => {
    const { split, videos } = prepare({ videos: { [key]: 'video' } });

    const output = await split({ run, item: { Key: key, Etag } });

    expect(output).toEqual({ etag, upToDate: false, chunks: [] });
    expect(await videos.readJson(planKey, Plan)).toMatchObject({
      source: { key, etag, size: 5 },
      duration: 60,
    });
  });

  it('returns the numbers of the chunks that an earlier attempt has planned, and decodes nothing', async () => {
    const chunks = [0, 600, 1_200].map((start) => ({ start, end: start + 600 }));
    const plan = JSON.stringify(aPlan({ chunks }));
    const { split, decoded } = prepare({ videos: { [key]: 'video', [planKey]: plan } });

    const output = await split({ run, item: { Key: key } });

    expect(output).toEqual({ etag, upToDate: false, chunks: [0, 1, 2] });
    expect(decoded).toEqual([]);
  });

  it('plans once, however often it is called', async () => {
    const { split, decoded } = prepare({ videos: { [key]: 'video' } });

    const first = await split({ run, item: { Key: key } });
    const second = await split({ run, item: { Key: key } });

    expect(second).toEqual(first);
    expect(decoded).toEqual([key]);
  });

  it.each([
    ['of another version of the video', { source: { key, etag: etagOf('older'), size: 5 } }],
    ['for another model', { engine: anEngineIdentity({ model: { name: 'base', sha256: 'b'.repeat(64) } }) }],
    ['for other settings', { engine: anEngineIdentity({ settings: aSettings({ beamSize: 5 }) }) }],
  ])('plans again if the plan is %s', async (_which, fields) => {
    const plan = JSON.stringify(aPlan(fields));
    const { split, decoded, videos } = prepare({ videos: { [key]: 'video', [planKey]: plan } });

    await split({ run, item: { Key: key } });

    expect(decoded).toEqual([key]);
    expect(await videos.readJson(planKey, Plan)).toMatchObject({
      source: { etag },
      engine: anEngineIdentity(),
    });
  });

  it('plans a video with a transcript if it is to be transcribed again', async () => {
    const { split, decoded } = prepare({ videos: { [key]: 'video' }, transcript: aTranscript() });

    const output = await split({ run, item: { Key: key, Etag: etag, Options: { redo: true } } });

    expect([output.upToDate, decoded]).toEqual([false, [key]]);
  });

  it.each([
    ['of this very video', {}],
    [
      'that another version of whisper.cpp made',
      { engine: anEngineIdentity({ version: 'whisper.cpp 1.7' }) },
    ],
  ])('does nothing for a transcript %s', async (_which, fields) => {
    const { split, decoded } = prepare({ videos: { [key]: 'video' }, transcript: aTranscript(fields) });

    const output = await split({ run, item: { Key: key, Etag: etag } });

    expect(output).toEqual({ etag, upToDate: true, chunks: [] });
    expect(decoded).toEqual([]);
  });

  it.each([
    ['of another version of the video', aTranscript({ source: { key, etag: etagOf('older'), size: 5 } })],
    ['by another model', aTranscript({ engine: anEngineIdentity({ model: { name: 'base', sha256: 'b' } }) })],
    [
      'with other settings',
      aTranscript({ engine: anEngineIdentity({ settings: aSettings({ prompt: 'etcd' }) }) }),
    ],
    ['in an unknown form', { etag }],
  ])('splits if the transcript is %s', async (_which, transcript) => {
    const { split, decoded } = prepare({ videos: { [key]: 'video' }, transcript });

    const output = await split({ run, item: { Key: key } });

    expect(output.upToDate).toBe(false);
    expect(decoded).toEqual([key]);
  });

  it('accepts the transcript of a video that is gone', async () => {
    const { split } = prepare({ transcript: aTranscript() });

    const output = await split({ run, item: { Key: key, Etag: `"${etag}"` } });

    expect(output).toEqual({ etag, upToDate: true, chunks: [] });
  });

  it.each([
    ['and there is no transcript', undefined, etag],
    ['and the transcript is of another version', aTranscript(), etagOf('newer')],
  ])('fails if the video is gone %s', async (_what, transcript, Etag) => {
    const { split } = prepare(transcript ? { transcript } : {});

    await expect(split({ run, item: { Key: key, Etag } })).rejects.toEqual(anError('VideoMissing', key));
  });

  it('fails if the video was replaced after the manifest was written', async () => {
    const { split, decoded } = prepare({ videos: { [key]: 'video' } });

    const splitting = split({ run, item: { Key: key, Etag: etagOf('older') } });

    await expect(splitting).rejects.toMatchObject({ name: 'VideoChanged' });
    expect(decoded).toEqual([]);
  });
});
