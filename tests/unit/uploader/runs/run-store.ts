// A destination on this machine’s S3 server, with runs in any state and fake executions.
import { openStore, TRANSCRIPT_BUCKET, VIDEO_BUCKET } from '../../../../local/store.ts';
import { makeBucket } from '../../../../services/shared/aws/bucket.ts';
import type { Execution } from '../../../../services/shared/contracts/execution.ts';
import { keys, TRANSCRIPT_FORMATS } from '../../../../services/shared/contracts/keys.ts';
import type { Item, Options, Report, VideoResult } from '../../../../services/shared/contracts/steps.ts';
import type { Destination } from '../../../../services/uploader/destination/destination.ts';
import type { Event } from '../../../../services/uploader/output/events.ts';
import type { RunControl } from '../../../../services/uploader/runs/run-control.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aMergeOutput, aPlan, aTranscript } from '../../fakes.ts';
import { fakeDestination } from '../fake-destination.ts';

export const RUN = '20261122T151500Z-a1b2';

/** A video that is `done` has a minute of sound. */
export type Wanted = 'waiting' | 'splitting' | 'working' | 'done' | 'failed';

export const BROKEN = { name: 'VideoUnreadable', message: 'It cannot be decoded.' };

export const resultOf = (key: string, state: 'done' | 'failed'): VideoResult =>
  state === 'done' ? { key, state, transcript: aMergeOutput() } : { key, state, error: BROKEN };

export const reportOf = (run: string, videos: VideoResult[]): Report => {
  const done = videos.filter(({ state }) => state === 'done').length;
  const totals = { videos: videos.length, done, failed: videos.length - done, durationSeconds: 60 * done };
  const finishedAt = '2026-11-22T15:20:00.000Z';
  const nothing = { words: 2, speechSeconds: 2, coveredSeconds: 2, incomplete: 0 };
  return { run, finishedAt, totals: { ...totals, ...nothing }, videos };
};

export const openRunStore = async () => {
  const folder = temporaryFolder();
  const store = await openStore(folder);
  const videos = makeBucket(store.s3, VIDEO_BUCKET);
  const transcripts = makeBucket(store.s3, TRANSCRIPT_BUCKET);
  const executions = new Map<string, Execution>();
  const destination: Destination & RunControl = {
    ...fakeDestination(),
    name: 'stack transcribe',
    s3: store.s3,
    videos,
    transcripts,
    execution: async (run) => executions.get(run),
    pollMs: 1,
    runningRun: async () => undefined,
    unfinishedRun: async () => undefined,
    afterInterruption: () => '',
    stop: async (run) => void executions.set(run, { status: 'ABORTED', cause: 'uploader cancel' }),
  };
  const events: Event[] = [];
  const reporter = { emit: (event: Event) => void events.push(event) };

  const putVideo = async (key: string, body = `video ${key}`, wanted?: Options): Promise<Item> => {
    await videos.write(key, body);
    const object = await videos.head(key);
    return { Key: key, Etag: object?.etag, Size: object?.size, ...(wanted && { Options: wanted }) };
  };

  const putTranscript = async (key: string, etag = 'e1', text = `words of ${key}`) => {
    const json = JSON.stringify(aTranscript({ source: { key, etag, size: 5 } }));
    for (const format of TRANSCRIPT_FORMATS)
      await transcripts.write(keys.transcript(key, format), format === 'json' ? json : text);
  };

  /** Writes what a run leaves when a video is in this state; once it is done, its object is gone. */
  const putState = async (run: string, key: string, state: Wanted) => {
    if (state === 'splitting') await videos.write(keys.soundtrack(run, key), 'pcm');
    if (state === 'working') {
      const chunks = [0, 20, 40].map((start) => ({ start, end: start + 20 }));
      await videos.writeJson(keys.plan(run, key), aPlan({ chunks }));
      await videos.write(keys.chunkWords(run, key, 0), '{}');
    }
    if (state === 'done' || state === 'failed') {
      await videos.removeAll(keys.work(run, key));
      await videos.writeJson(keys.result(run, key), resultOf(key, state));
    }
    if (state === 'done') {
      await putTranscript(key);
      await videos.removeAll(key);
    }
  };

  const putRun = async (run: string, states: Record<string, Wanted>, execution?: Execution) => {
    const items = await Promise.all(Object.keys(states).map((key) => putVideo(key)));
    await videos.writeJson(keys.manifest(run), items);
    await videos.write(keys.done(run), '');
    for (const [key, state] of Object.entries(states)) await putState(run, key, state);
    if (execution) executions.set(run, execution);
    return items;
  };

  const { signal } = new AbortController();
  return {
    ...{ folder, store, videos, transcripts, executions, destination, events, reporter, signal },
    ...{ putVideo, putTranscript, putState, putRun, close: store.close },
  };
};
export type RunStore = Awaited<ReturnType<typeof openRunStore>>;
