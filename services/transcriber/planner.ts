// From a video in the bucket to its plan: soundtrack, speech map, chunks cut in pauses.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bucket, ObjectInfo } from '../shared/bucket.ts';
import type { Plan, Span } from '../shared/contracts.ts';
import { VideoChanged, VideoMissing } from '../shared/errors.ts';
import { keys } from '../shared/keys.ts';
import { withScratch } from '../shared/scratch.ts';
import { planChunks } from './cuts.ts';
import type { Engine } from './engine.ts';

export type PlannerDeps = { videos: Bucket; engine: Engine; chunkSeconds: number };

/** The plan is written last, so a plan that is there has all of its chunks. */
export const makePlanner = ({ videos, engine, chunkSeconds }: PlannerDeps) => {
  return async (run: string, key: string, video: ObjectInfo): Promise<Plan> => {
    const started = performance.now();
    // An earlier attempt may have left chunks of another version of the video.
    await videos.removeAll(keys.work(run, key));
    const plan = await withScratch(key, async (folder) => {
      const soundtrack = join(folder, 'soundtrack.wav');
      const duration = await decodeTo(soundtrack, key, video, folder);
      const speech = await engine.findSpeech(soundtrack);
      const chunks = planChunks(duration, speech, chunkSeconds);
      await saveChunks(run, key, soundtrack, chunks, folder);
      return { duration, speech, chunks };
    });
    const { etag, size, metadata } = video;
    const sha256 = metadata['source-sha256'];
    const source = { key, etag, size, ...(sha256 && { sha256 }) };
    const whole = {
      source,
      engine: await engine.identity(),
      ...plan,
      seconds: (performance.now() - started) / 1_000,
    };
    await videos.writeJson(keys.plan(run, key), whole);
    return whole;
  };

  async function decodeTo(
    soundtrack: string,
    key: string,
    { etag }: ObjectInfo,
    folder: string,
  ): Promise<number> {
    const path = join(folder, 'video');
    const downloaded = await videos.download(key, path);
    if (downloaded === undefined) throw new VideoMissing(key);
    if (downloaded !== etag) throw new VideoChanged(key);
    const duration = await engine.decode(path, soundtrack, key);
    await rm(path);
    return duration;
  }

  async function saveChunks(
    run: string,
    key: string,
    soundtrack: string,
    chunks: Span[],
    folder: string,
  ): Promise<void> {
    if (chunks.length === 0) return;
    const pieces = chunks.map((span, chunk) => ({ ...span, path: join(folder, `${chunk}.flac`) }));
    await engine.cut(soundtrack, pieces);
    await Promise.all(
      pieces.map(({ path }, chunk) => videos.writeFile(keys.chunkAudio(run, key, chunk), path)),
    );
  }
};
