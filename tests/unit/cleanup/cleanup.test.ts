import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeCleanup } from '../../../services/cleanup/cleanup.ts';
import { TranscriptNotVerified } from '../../../services/shared/contracts/errors.ts';
import { keys, TRANSCRIPT_FORMATS } from '../../../services/shared/contracts/keys.ts';
import { type CleanupInput, VideoResult } from '../../../services/shared/contracts/steps.ts';
import { aMergeOutput, aTranscript, etagOf, type FakeBucket, fakeBucket } from '../fakes.ts';

const RUN = '20261122T151500Z-a1b2';
const OTHER_RUN = '20261122T151501Z-c3d4';
const KEY = `week 1/"what's" c++ 100% 🎓.mp4`;
const source = { key: KEY, etag: etagOf('video'), size: 5 };

const split = { etag: source.etag, upToDate: false, chunks: [0] };
const done: CleanupInput = {
  run: RUN,
  item: { Key: KEY, Etag: `"${source.etag}"` },
  split,
  merge: aMergeOutput(),
};

let videos: FakeBucket;
let transcripts: FakeBucket;
let cleanup: ReturnType<typeof makeCleanup>;

beforeEach(() => {
  videos = fakeBucket('videos', {
    [KEY]: 'video',
    'week 1/other.mp4': 'another video',
    [keys.manifest(RUN)]: '[]',
    [keys.plan(RUN, KEY)]: '{}',
    [keys.soundtrack(RUN, KEY)]: 'pcm',
    [keys.chunkWords(RUN, KEY, 0)]: '{}',
    [keys.plan(RUN, 'week 1/other.mp4')]: '{}',
    [keys.plan(OTHER_RUN, KEY)]: '{}',
  });
  transcripts = fakeBucket('transcripts', {
    [keys.transcript(KEY, 'txt')]: 'Hello there.\n',
    [keys.transcript(KEY, 'srt')]: '1\n',
    [keys.transcript(KEY, 'vtt')]: 'WEBVTT\n',
    [keys.transcript(KEY, 'json')]: JSON.stringify(aTranscript({ source })),
  });
  cleanup = makeCleanup({ buckets: { videos, transcripts } });
});

const contents = () => [...videos.objects.keys()];

const expectNotVerified = async (input: CleanupInput, why: string) => {
  const before = contents();

  const cleaning = cleanup(input);

  await expect(cleaning).rejects.toBeInstanceOf(TranscriptNotVerified);
  await expect(cleaning).rejects.toThrow(why);
  expect(contents()).toEqual(before);
};

describe('makeCleanup', () => {
  it('deletes the video and its work files, and nothing else', async () => {
    await cleanup(done);

    expect(contents()).toEqual([
      'week 1/other.mp4',
      keys.manifest(RUN),
      keys.plan(RUN, 'week 1/other.mp4'),
      keys.plan(OTHER_RUN, KEY),
      keys.result(RUN, KEY),
    ]);
    expect(transcripts.objects.size).toBe(4);
  });

  it('records the outcome of the video', async () => {
    const result = await cleanup(done);

    expect(result).toEqual({
      key: KEY,
      state: 'done',
      upToDate: false,
      incomplete: false,
      transcript: done.merge,
    });
    expect(await videos.readJson(keys.result(RUN, KEY), VideoResult)).toEqual(result);
  });

  it('records the cost of the video, if its steps measured it', async () => {
    const merge = aMergeOutput({ gbSeconds: { split: 100, transcribe: 400, merge: 10 }, chunks: 3 });

    const result = await cleanup({ ...done, merge });

    expect(result.dollars).toBeCloseTo(0.009, 3);
    expect(await videos.readJson(keys.result(RUN, KEY), VideoResult)).toEqual(result);
  });

  it('does the same again after an interruption', async () => {
    const first = await cleanup(done);
    const after = contents();

    const second = await cleanup(done);

    expect(second).toEqual(first);
    expect(contents()).toEqual(after);
  });

  it('deletes a video that an earlier run had transcribed', async () => {
    const { merge: _, ...input } = { ...done, split: { etag: source.etag, upToDate: true, chunks: [] } };

    const result = await cleanup(input);

    expect(result).toEqual({ key: KEY, state: 'done', upToDate: true, incomplete: false });
    expect(videos.objects.has(KEY)).toBe(false);
  });

  const before = { run: RUN, item: done.item, split: { ...split, upToDate: true } };
  const nothingHeard = 'audio track 1 (2 channels) is silent';
  const silent = { hasSpeech: false, segments: [], nothingHeard };
  it.each([
    ['whose end is missing in the transcript, transcribed now', done, { lostSeconds: 0.1 }],
    ['whose end is missing in the transcript, transcribed by an earlier run', before, { lostSeconds: 0.1 }],
    ['in which nothing was heard, transcribed now', done, silent],
    ['in which nothing was heard, transcribed by an earlier run', before, silent],
  ])('keeps a video %s', async (_which, input, fields) => {
    await transcripts.writeJson(keys.transcript(KEY, 'json'), aTranscript({ source, ...fields }));

    const result = await cleanup(input);

    expect(result.state).toBe('done');
    expect(result.nothingHeard).toBe(fields === silent ? nothingHeard : undefined);
    expect(await videos.readText(KEY)).toBe('video');
    expect(await videos.readJson(keys.result(RUN, KEY), VideoResult)).toEqual(result);
    expect([...videos.objects.keys()].filter((key) => key.startsWith(keys.work(RUN, KEY)))).toEqual([]);
  });

  it('leaves a newer version of the video for its own run', async () => {
    await videos.write(KEY, 'newer video');

    const { state } = await cleanup(done);

    expect(state).toBe('done');
    expect(await videos.readText(KEY)).toBe('newer video');
    expect(videos.objects.has(keys.plan(RUN, KEY))).toBe(false);
  });

  it.each(TRANSCRIPT_FORMATS)('deletes nothing if the %s is missing', async (format) => {
    transcripts.objects.delete(keys.transcript(KEY, format));

    await expectNotVerified(done, `there is no ${format}`);
  });

  it('names all missing formats', async () => {
    transcripts.objects.clear();

    await expectNotVerified(done, 'there is no txt, srt, vtt, json');
  });

  it.each([
    ['of another version', { ...source, etag: etagOf('older video') }],
    ['of a video with the same transcript name', { ...source, key: KEY.replace('.mp4', '.mov') }],
  ])('deletes nothing if the json is %s', async (_case, otherSource) => {
    await transcripts.writeJson(keys.transcript(KEY, 'json'), aTranscript({ source: otherSource }));

    await expectNotVerified(done, 'its json belongs to another video');
  });

  it.each([
    ['empty', ''],
    ['cut off', JSON.stringify(aTranscript({ source })).slice(0, -10)],
    ['without the lost seconds', JSON.stringify({ ...aTranscript({ source }), lostSeconds: undefined })],
    ['without words', JSON.stringify({ ...aTranscript({ source }), segments: undefined })],
  ])('deletes nothing if the json is %s', async (_case, json) => {
    await transcripts.write(keys.transcript(KEY, 'json'), json);

    await expectNotVerified(done, 'its json does not parse');
  });

  it('deletes nothing if it is unknown which version was transcribed', async () => {
    await expectNotVerified({ run: RUN, item: { Key: KEY } }, 'version of its video is unknown');
  });
});
