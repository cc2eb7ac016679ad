// Nothing that somebody said gets into a log, whichever step handles it, and whether or not the step succeeds.
import { describe, expect, it } from '@jest/globals';
import { makeCleanup } from '../../../services/cleanup/cleanup.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { ChunkInput, CleanupInput, VideoInput } from '../../../services/shared/contracts/steps.ts';
import { makeMerge } from '../../../services/transcriber/merge.ts';
import { aPlan, aTranscript, etagOf, fakeBucket } from '../fakes.ts';
import { segment, wordsFrom } from '../transcriber/examples.ts';
import { item, key, prepareChunk, run } from '../transcriber/fake-chunk.ts';
import { captureLogs } from './capture-logs.ts';

const SAID = 'Xylophone';
const answers = segment(10, 12, SAID, wordsFrom(10, SAID));
const context = { getRemainingTimeInMillis: () => 900_000, functionName: 'Step', awsRequestId: 'id' };

const { lines, instrument } = captureLogs({ POWERTOOLS_LOG_LEVEL: 'DEBUG' });

const call = async (handler: unknown, event: unknown): Promise<unknown> => {
  if (typeof handler !== 'function') throw new Error('no handler');
  return handler(event, { ...context });
};

describe('the logs of', () => {
  it('Transcribe contain no word of the chunk', async () => {
    const { videos, transcribe } = await prepareChunk({ length: 60, answers: [[segment(1, 3, SAID)]] });

    await call(instrument('Transcribe', ChunkInput, transcribe), { run, item, chunk: 1 });

    expect(await videos.readText(keys.chunkWords(run, key, 1))).toContain(SAID);
    expect(lines.join()).toContain('Transcribe done');
    expect(lines.join()).not.toContain(SAID);
  });

  it.each([
    ['Merge done', 0],
    ['Merge failed', 1],
  ])('Merge contain no word of the video: %s', async (end, minCoverage) => {
    const videos = fakeBucket('videos');
    const transcripts = fakeBucket('transcripts');
    // Most of the speech has no words.
    await videos.writeJson(keys.plan(run, key), aPlan({ speech: [{ start: 10, end: 50 }] }));
    await videos.writeJson(keys.chunkWords(run, key, 0), {
      stretches: [{ start: 0, end: 60, segments: [answers] }],
      seconds: 4,
    });
    const merge = makeMerge({ buckets: { videos, transcripts }, minCoverage });

    await call(instrument('Merge', VideoInput, merge), { run, item }).catch(() => undefined);

    expect(lines.join()).toContain(end);
    expect(lines.join()).not.toContain(SAID);
  });

  it.each([
    [
      'Cleanup done',
      JSON.stringify(aTranscript({ segments: [answers], source: { key, etag: etagOf('video'), size: 5 } })),
    ],
    ['Cleanup failed', JSON.stringify({ segments: [{ ...answers, start: SAID }] })],
    ['Cleanup failed', `{"segments": [{"text": "${SAID}`],
  ])('Cleanup contain no word of the transcript: %s', async (end, json) => {
    const videos = fakeBucket('videos', { [key]: 'video' });
    const name = key.replace('.mp4', '');
    const texts = Object.fromEntries(['txt', 'srt', 'vtt'].map((format) => [`${name}.${format}`, SAID]));
    const transcripts = fakeBucket('transcripts', { ...texts, [`${name}.json`]: json });
    const cleanup = makeCleanup({ buckets: { videos, transcripts } });
    const split = { etag: etagOf('video'), upToDate: true, chunks: [] };

    await call(instrument('Cleanup', CleanupInput, cleanup), { run, item, split }).catch(() => undefined);

    expect(lines.join()).toContain(end);
    expect(lines.join()).not.toContain(SAID);
  });
});
