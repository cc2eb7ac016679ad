// Step 1 of a video: decides whether there is anything to do, and plans the work. No words are transcribed here.

import { plainEtag } from '../shared/aws/bucket.ts';
import type { Buckets } from '../shared/aws/clients.ts';
import { isAsGood, originOf, sameEngine } from '../shared/aws/up-to-date.ts';
import { VideoChanged, VideoMissing } from '../shared/contracts/errors.ts';
import { keys } from '../shared/contracts/keys.ts';
import { type Options, Plan, type SplitOutput, type VideoInput } from '../shared/contracts/steps.ts';
import type { EngineIdentity } from '../shared/contracts/transcript.ts';
import type { Engine } from './engine/engine.ts';
import { makePlanner } from './planner.ts';

export type SplitDeps = {
  buckets: Buckets;
  engine: Engine;
  chunkSeconds: number;
  /** The default for items that do not set it. */
  minCoverage: number;
};

/**
 * Leaves the soundtrack and the plan below `work/`. Does nothing for a video that is already transcribed, or that was
 * already split in this run.
 * @throws {VideoMissing | VideoChanged | VideoUnreadable | VideoWithoutSound | OptionsRefused | ScratchFull | EngineFailed}
 */
export const makeSplit = ({
  buckets: { videos, transcripts },
  engine,
  chunkSeconds,
  minCoverage,
}: SplitDeps) => {
  const planVideo = makePlanner({ videos, engine, chunkSeconds });

  return async ({ run, item }: VideoInput): Promise<SplitOutput> => {
    const options = { minCoverage, ...item.Options };
    const key = item.Key;
    const wanted = item.Etag && plainEtag(item.Etag);
    const video = await videos.head(key);
    const identity = await engine.identity(options);
    const etag = video?.etag ?? wanted;
    if (etag && !options.redo && (await isTranscribed(key, etag, identity, options)))
      return { etag, upToDate: true, chunks: [] };
    if (!video) throw new VideoMissing(key);
    if (wanted && wanted !== video.etag) throw new VideoChanged(key);

    const before = await videos.readJson(keys.plan(run, key), Plan);
    const isSame = before?.source.etag === video.etag && sameEngine(before.engine, identity);
    const { chunks } = isSame ? before : await planVideo({ run, key, video, options });
    return { etag: video.etag, upToDate: false, chunks: chunks.map((_, chunk) => chunk) };
  };

  async function isTranscribed(
    key: string,
    etag: string,
    identity: EngineIdentity,
    options: Options,
  ): Promise<boolean> {
    const origin = await originOf(transcripts, key);
    return origin?.source.etag === etag && isAsGood(origin, identity, options);
  }
};
