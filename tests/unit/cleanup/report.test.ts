import { describe, expect, it } from '@jest/globals';
import { makeReport, type Totals } from '../../../services/cleanup/report.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { Report, type RunInput, type VideoResult } from '../../../services/shared/contracts/steps.ts';
import { aMergeOutput, fakeBucket, readsOf } from '../fakes.ts';

const RUN = '20261122T151500Z-a1b2';
const input: RunInput = { run: RUN, bucket: 'videos', manifest: keys.manifest(RUN), maxConcurrency: 7 };

const done = (key: string, duration: number, words: number): VideoResult => ({
  key,
  state: 'done',
  upToDate: false,
  transcript: aMergeOutput({ duration, words }),
});

const failed = (key: string): VideoResult => ({
  key,
  state: 'failed',
  error: { name: 'VideoUnreadable', message: 'moov atom not found' },
});

/** A run whose videos had these results; undefined for a video that left none. */
const setUp = (videoResults: Record<string, VideoResult | undefined>) => {
  const items = Object.keys(videoResults).map((Key) => ({ Key, Etag: '"e"', Size: 1 }));
  const videos = fakeBucket('videos', { [keys.manifest(RUN)]: JSON.stringify(items) });
  const transcripts = fakeBucket('transcripts');
  const published: { run: string; totals: Totals; written: boolean }[] = [];
  const announce = async (run: string, totals: Totals) => {
    published.push({ run, totals, written: transcripts.objects.has(keys.report(run)) });
  };
  const report = async () => {
    for (const [key, result] of Object.entries(videoResults))
      if (result) await videos.writeJson(keys.result(RUN, key), result);
    return makeReport({ buckets: { videos, transcripts }, announce })(input);
  };
  return { videos, transcripts, published, report };
};
const totalsOf = async (results: Parameters<typeof setUp>[0]): Promise<Totals> =>
  (await setUp(results).report()).totals;

describe('makeReport', () => {
  it('counts finished and failed videos', async () => {
    const totals = await totalsOf({
      'a.mp4': done('a.mp4', 60.5, 100),
      'b.mp4': { ...failed('b.mp4'), transcript: aMergeOutput() },
      'c.mp4': done('c.mp4', 30, 50),
    });

    expect(totals).toEqual({
      videos: 3,
      done: 2,
      failed: 1,
      durationSeconds: 90.5,
      words: 150,
      speechSeconds: 4,
      coveredSeconds: 4,
      incomplete: 0,
      nothingHeard: 0,
    });
  });

  it('adds up the speech of the finished videos, and how much of it has words', async () => {
    const heard = (speechSeconds: number, coveredSeconds: number) =>
      aMergeOutput({ coverage: { speechSeconds, coveredSeconds, ratio: 0.5, gaps: [] } });
    const totals = await totalsOf({
      'a.mp4': { ...done('a.mp4', 60, 1), transcript: heard(50, 40.5) },
      'b.mp4': { ...done('b.mp4', 60, 1), transcript: heard(7, 6) },
      'c.mp4': { ...failed('c.mp4'), transcript: heard(1_000, 1_000) },
    });

    expect(totals).toMatchObject({ speechSeconds: 57, coveredSeconds: 46.5 });
  });

  it('counts the finished videos whose end is missing', async () => {
    const totals = await totalsOf({
      'a.mp4': { ...done('a.mp4', 60, 1), incomplete: true },
      'b.mp4': done('b.mp4', 60, 1),
      'c.mp4': { ...failed('c.mp4'), incomplete: true },
    });

    expect(totals).toMatchObject({ done: 2, failed: 1, incomplete: 1 });
  });

  it('adds up the billed amounts, including those of the run itself', async () => {
    const gbSeconds = { split: 100, transcribe: 400.5, merge: 10 };
    const billed = (key: string, dollars: number): VideoResult => ({
      ...done(key, 60, 1),
      transcript: aMergeOutput({ gbSeconds }),
      dollars,
    });
    const totals = await totalsOf({
      'a.mp4': billed('a.mp4', 0.01),
      'b.mp4': billed('b.mp4', 0.02),
      'c.mp4': { key: 'c.mp4', state: 'done', upToDate: true },
      'd.mp4': failed('d.mp4'),
    });

    expect(totals).toMatchObject({ gbSeconds: 1_021, dollars: expect.any(Number) });
    expect(totals.dollars).toBeGreaterThan(0.03);
    expect(totals.dollars).toBeLessThan(0.0305);
  });

  it("bills nothing on the user's own machine", async () => {
    const transcript = aMergeOutput({ gbSeconds: { split: 0, transcribe: 0, merge: 0 } });
    const totals = await totalsOf({ 'a.mp4': { ...done('a.mp4', 60, 1), transcript, dollars: 0 } });

    expect(totals).toMatchObject({ gbSeconds: 0, dollars: 0 });
  });

  it('reports no cost if a result of an older version has none', async () => {
    const totals = await totalsOf({ 'a.mp4': done('a.mp4', 60, 100) });

    expect(totals).not.toHaveProperty('dollars');
    expect(totals).not.toHaveProperty('gbSeconds');
  });

  it('counts a video that was up to date as done, although it was not transcribed again', async () => {
    const totals = await totalsOf({ 'a.mp4': { key: 'a.mp4', state: 'done', upToDate: true } });

    expect(totals).toEqual({
      videos: 1,
      done: 1,
      failed: 0,
      durationSeconds: 0,
      words: 0,
      speechSeconds: 0,
      coveredSeconds: 0,
      incomplete: 0,
      nothingHeard: 0,
      gbSeconds: 0,
      dollars: 0,
    });
  });

  it('writes report.json with the videos in the order of the manifest', async () => {
    const results = { 'b "1" 🎓.mp4': failed('b "1" 🎓.mp4'), 'a.mp4': done('a.mp4', 60, 100) };
    const { report, transcripts } = setUp(results);
    const before = Date.now();

    const { totals } = await report();

    const written = await transcripts.readJson(keys.report(RUN), Report);
    expect(written).toMatchObject({ run: RUN, totals, videos: Object.values(results) });
    expect(Date.parse(written?.finishedAt ?? '')).toBeGreaterThanOrEqual(before);
  });

  it('counts a video without a result as failed, and says what to do', async () => {
    const { report, transcripts } = setUp({ 'a.mp4': done('a.mp4', 60, 100), 'lost.mp4': undefined });

    const { totals } = await report();

    const written = await transcripts.readJson(keys.report(RUN), Report);
    expect(totals).toMatchObject({ videos: 2, done: 1, failed: 1 });
    expect(written?.videos[1]).toEqual({
      key: 'lost.mp4',
      state: 'failed',
      error: { name: 'ResultMissing', message: expect.stringContaining('Run the same command again') },
    });
  });

  it('ignores the result of another run', async () => {
    const { report, videos } = setUp({ 'a.mp4': undefined });
    await videos.writeJson(keys.result('20250101T000000Z-0000', 'a.mp4'), done('a.mp4', 60, 100));

    const { totals } = await report();

    expect(totals.failed).toBe(1);
  });

  it('publishes the totals once, after writing report.json', async () => {
    const { report, published } = setUp({ 'a.mp4': done('a.mp4', 60, 100) });

    const { totals } = await report();

    expect(published).toEqual([{ run: RUN, totals, written: true }]);
  });

  it('fails if the event is not accepted, but has written report.json', async () => {
    const { videos, transcripts } = setUp({ 'a.mp4': done('a.mp4', 60, 100) });
    const error = new Error('EventBridge refused the event');
    const announce = () => Promise.reject(error);

    const reporting = makeReport({ buckets: { videos, transcripts }, announce })(input);

    await expect(reporting).rejects.toBe(error);
    expect(transcripts.objects.has(keys.report(RUN))).toBe(true);
  });

  it('says in its summary how many videos failed and where the report is', async () => {
    const { report } = setUp({ 'a.mp4': failed('a.mp4'), 'b.mp4': done('b.mp4', 1, 1) });

    const { summary } = await report();

    expect(summary).toBe(`1 of 2 videos failed: see runs/${RUN}/report.json in transcripts`);
  });

  it('reads the results of a large run, each of them once', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `video ${index}.mp4`);
    const { report, videos } = setUp(Object.fromEntries(names.map((key) => [key, done(key, 1, 2)])));
    const reads = readsOf(videos);

    const { totals } = await report();

    expect(totals).toMatchObject({ done: 500, durationSeconds: 500, words: 1_000 });
    expect(new Set(reads).size).toBe(501);
    expect(reads).toHaveLength(501);
  });
});
