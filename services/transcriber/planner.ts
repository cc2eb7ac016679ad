// Makes the plan of a video in the bucket: its soundtrack, where speech is, and chunks cut in pauses.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Bucket, ObjectInfo } from '../shared/aws/bucket.ts';
import { startMeter } from '../shared/bill/meter.ts';
import { isNamed, VideoChanged, VideoMissing } from '../shared/contracts/errors.ts';
import { keys } from '../shared/contracts/keys.ts';
import type { Options, Plan } from '../shared/contracts/steps.ts';
import type { EngineSettings, Span } from '../shared/contracts/transcript.ts';
import { AUTO } from '../shared/models/languages.ts';
import { assertPromptFits } from '../shared/models/prompt.ts';
import { assertRoom, withScratch } from '../shared/system/scratch.ts';
import { settle } from '../shared/system/settle.ts';
import type { Engine } from './engine/engine.ts';
import { type FoundLanguage, findLanguage, isEnglishDoubted, type LanguageDeps } from './engine/language.ts';
import { findUnsure } from './engine/unsure.ts';
import { type HeardTrack, takeBestTrack } from './sound/best-track.ts';
import { makeTake } from './sound/take.ts';
import { readParts } from './soundtrack.ts';
import { planChunks } from './words/cuts.ts';
import { keptSpans } from './words/timeline.ts';

export type PlannerDeps = { videos: Bucket; engine: Engine; chunkSeconds: number };
export type PlanTask = { run: string; key: string; video: ObjectInfo; options: Options };

/** The plan is written last, so if there is a plan, there is a soundtrack. */
export const makePlanner = ({ videos, engine, chunkSeconds }: PlannerDeps) => {
  return async ({ run, key, video, options }: PlanTask): Promise<Plan> => {
    const meter = startMeter();
    const identity = await engine.identity(options);
    assertPromptFits(await engine.countTokens(options.prompt ?? ''), key);
    // An earlier attempt may have left chunks of another version of the video.
    await videos.removeAll(keys.work(run, key));
    const plan = await withScratch(key, async (folder) => {
      await fetchVideo(key, video, folder);
      const hearsLanguage = identity.settings.language === AUTO;
      const { take, sound } = await record(run, key, options, folder, hearsLanguage);
      const { seconds, lostSeconds, speech } = take;
      const kept = keptSpans(speech, seconds);
      const chunks = planChunks(seconds, kept, speech, chunkSeconds);
      const read = (parts: Span[]) => readParts(videos, run, key, parts);
      const [unsure, language] = await settle([
        findUnsure(speech, seconds, { engine, read }).catch(orElse([])),
        languageOf(identity.settings, options, kept, { engine, read, early: take.early }),
      ]);
      return {
        duration: seconds,
        lostSeconds,
        speech,
        sound,
        ...(unsure.length > 0 && { unsure }),
        chunks,
        ...language,
      };
    });
    const whole: Plan = {
      source: sourceOf(key, video),
      engine: identity,
      ...plan,
      ...meter(),
    };
    await videos.writeJson(keys.plan(run, key), whole);
    return whole;
  };

  async function fetchVideo(key: string, { etag, size }: ObjectInfo, folder: string): Promise<void> {
    await assertRoom(key, folder, size);
    const downloaded = await videos.download(key, videoIn(folder));
    if (downloaded === undefined) throw new VideoMissing(key);
    if (downloaded !== etag) throw new VideoChanged(key);
  }

  /** Usually decodes the video once; meanwhile the sound is stored and examined by the VAD. */
  async function record(
    run: string,
    key: string,
    { audioTrack }: Options,
    folder: string,
    hearsLanguage: boolean,
  ): Promise<HeardTrack> {
    const store = (body: Readable) => videos.writeStream(keys.soundtrack(run, key), body);
    const take = makeTake({ engine, store, video: videoIn(folder), key, hearsLanguage });
    const probe = () => engine.probe(videoIn(folder), key);
    const heard = await takeBestTrack({ take, probe }, audioTrack);
    await rm(videoIn(folder));
    return heard;
  }
};

/** An English-only model cannot name the language; it can only tell whether the speech is English. */
const languageOf = async (
  settings: EngineSettings,
  { language: requested = AUTO }: Options,
  kept: Span[],
  deps: LanguageDeps,
): Promise<FoundLanguage> => {
  const { language } = settings;
  if (requested !== AUTO || kept.length === 0) return { language };
  if (language === AUTO) return findLanguage(kept, deps);
  const isDoubted = await isEnglishDoubted(kept, settings, deps).catch(orElse(false));
  return isDoubted ? { language, languageDoubted: true } : { language };
};

/** A failed second look does not fail the video. */
const orElse =
  <T>(nothing: T) =>
  (error: unknown): T => {
    if (isNamed(error, 'EngineFailed')) return nothing;
    throw error;
  };

/** The object, and the file it was made from, as the uploader noted it. */
const sourceOf = (key: string, { etag, size, metadata }: ObjectInfo): Plan['source'] => {
  const { 'source-sha256': sha256, 'source-size': fileSize, 'source-mtime': modified } = metadata;
  return {
    key,
    etag,
    size,
    ...(sha256 && { sha256 }),
    ...(fileSize && { fileSize: Number(fileSize) }),
    ...(modified && { modified }),
  };
};

const videoIn = (folder: string): string => join(folder, 'video');
