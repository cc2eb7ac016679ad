// The state RecordFailure: Cleanup with an error. `cleanup.test.ts` has Cleanup without one.
import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeCleanup } from '../../../services/cleanup/cleanup.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { type CaughtError, VideoResult } from '../../../services/shared/contracts/steps.ts';
import { aMergeOutput, type FakeBucket, fakeBucket } from '../fakes.ts';

const RUN = '20261122T151500Z-a1b2';
const KEY = `week 1/"what's" c++ 100% 🎓.mp4`;

const cause = JSON.stringify({
  errorType: 'VideoUnreadable',
  errorMessage: 'moov "é" missing',
  trace: ['at'],
});

const work = [keys.plan(RUN, KEY), keys.soundtrack(RUN, KEY), keys.chunkWords(RUN, KEY, 0)];
const others = ['week 1/other.mp4', keys.manifest(RUN), keys.plan(RUN, 'week 1/other.mp4')];

let videos: FakeBucket;
let recordFailure: (error: CaughtError) => Promise<VideoResult>;

beforeEach(() => {
  videos = fakeBucket('videos', Object.fromEntries([KEY, ...work, ...others].map((key) => [key, key])));
  const cleanup = makeCleanup({ buckets: { videos, transcripts: fakeBucket('transcripts') } });
  recordFailure = (error) => cleanup({ run: RUN, item: { Key: KEY }, error });
});

describe('makeCleanup with an error', () => {
  it.each([
    ["Lambda's JSON", cause, 'moov "é" missing'],
    ['JSON without a message', '{"errorType":"x"}', '{"errorType":"x"}'],
    ['JSON that is null', 'null', 'null'],
    ['JSON that is cut off', cause.slice(0, 40), cause.slice(0, 40)],
    ['plain text', 'The state timed out.', 'The state timed out.'],
    ['an empty cause', '', 'The step gave no reason.'],
    ['no cause', undefined, 'The step gave no reason.'],
  ])("records the error's name and message: %s", async (_case, Cause, message) => {
    const result = await recordFailure({ Error: 'VideoUnreadable', ...(Cause !== undefined && { Cause }) });

    expect(result).toEqual({ key: KEY, state: 'failed', error: { name: 'VideoUnreadable', message } });
    expect(await videos.readJson(keys.result(RUN, KEY), VideoResult)).toEqual(result);
  });

  it('keeps the video, and deletes its work files and nothing else', async () => {
    await recordFailure({ Error: 'VideoUnreadable', Cause: cause });

    expect([...videos.objects.keys()]).toEqual([KEY, ...others, keys.result(RUN, KEY)]);
  });

  it('keeps the video even if all earlier steps succeeded', async () => {
    const cleanup = makeCleanup({ buckets: { videos, transcripts: fakeBucket('transcripts') } });
    const etag = videos.objects.get(KEY)?.etag ?? '';
    const split = { etag, upToDate: false, chunks: [0] };
    const error = { Error: 'TranscriptNotVerified', Cause: cause };

    const { state } = await cleanup({ run: RUN, item: { Key: KEY }, split, merge: aMergeOutput(), error });

    expect(state).toBe('failed');
    expect(videos.objects.has(KEY)).toBe(true);
  });
});
