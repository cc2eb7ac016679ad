// From a video in the bucket to its plan: soundtrack, speech map, chunks cut in pauses.
import { rm, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Bucket, ObjectInfo } from '../shared/bucket.ts';
import type { Options, Plan, Span } from '../shared/contracts.ts';
import { OptionsRefused, ScratchFull, VideoChanged, VideoMissing, WorkExpired } from '../shared/errors.ts';
import { keys } from '../shared/keys.ts';
import { withScratch } from '../shared/scratch.ts';
import { planChunks } from './cuts.ts';
import type { Engine } from './engine.ts';
import { AUTO } from './models/languages.ts';
import { makeRecorder, saveParts } from './soundtrack.ts';
import { toMilliseconds, within } from './spans.ts';
import { keptSpans, toSoundtrack } from './timeline.ts';
import { WINDOW_SECONDS } from './whisper.ts';

/** Beside the video: the pieces that wait for the VAD. */
const PIECES_BYTES = 50_000_000;

/** Half of Whisper's text context, less the token that starts it. */
const LONGEST_PROMPT_TOKENS = 223;

export type PlannerDeps = { videos: Bucket; engine: Engine; chunkSeconds: number };
export type PlanTask = { run: string; key: string; video: ObjectInfo; options: Options };

/** The plan is written last, so a plan that is there has its soundtrack. */
export const makePlanner = ({ videos, engine, chunkSeconds }: PlannerDeps) => {
  return async ({ run, key, video, options }: PlanTask): Promise<Plan> => {
    const started = performance.now();
    const identity = await engine.identity(options);
    await assertPromptFits(key, options);
    // An earlier attempt may have left chunks of another version of the video.
    await videos.removeAll(keys.work(run, key));
    const plan = await withScratch(key, async (folder) => {
      await fetchVideo(key, video, folder);
      const { seconds, lostSeconds, speech } = await record(run, key, options, folder);
      const kept = keptSpans(speech, seconds);
      const chunks = planChunks(seconds, kept, speech, chunkSeconds);
      const asked = identity.settings.language;
      const language = asked === AUTO ? await findLanguage(run, key, kept, folder) : asked;
      return { duration: seconds, lostSeconds, speech, chunks, language };
    });
    const { etag, size, metadata } = video;
    const sha256 = metadata['source-sha256'];
    const whole: Plan = {
      source: { key, etag, size, ...(sha256 && { sha256 }) },
      engine: identity,
      ...plan,
      seconds: toMilliseconds((performance.now() - started) / 1_000),
    };
    await videos.writeJson(keys.plan(run, key), whole);
    return whole;
  };

  async function assertPromptFits(key: string, { prompt = '' }: Options): Promise<void> {
    const tokens = await engine.countTokens(prompt);
    if (tokens <= LONGEST_PROMPT_TOKENS) return;
    throw new OptionsRefused(
      `The prompt and the glossary of ${key} make ${tokens} tokens, and Whisper takes ${LONGEST_PROMPT_TOKENS}, some 150 words. ` +
        'Shorten --prompt or glossary.txt.',
    );
  }

  async function fetchVideo(key: string, { etag, size }: ObjectInfo, folder: string): Promise<void> {
    const { bavail, bsize } = await statfs(folder);
    const bytes = { needed: size + PIECES_BYTES, free: bavail * bsize };
    if (bytes.needed > bytes.free) throw new ScratchFull(key, bytes);
    const downloaded = await videos.download(key, videoIn(folder));
    if (downloaded === undefined) throw new VideoMissing(key);
    if (downloaded !== etag) throw new VideoChanged(key);
  }

  /** Decoded once; stored and looked at by the VAD meanwhile. */
  async function record(run: string, key: string, { audioTrack }: Options, folder: string) {
    const store = (body: Readable) => videos.writeStream(keys.soundtrack(run, key), body);
    const recorder = makeRecorder(engine, store, folder);
    try {
      const decoded = await engine.decode(videoIn(folder), key, recorder.record, { audioTrack });
      await rm(videoIn(folder));
      return { ...decoded, speech: await recorder.speech() };
    } finally {
      await recorder.settled();
    }
  }

  async function findLanguage(run: string, key: string, kept: Span[], folder: string): Promise<string> {
    const path = join(folder, 'language.wav');
    const first = within({ start: 0, end: toSoundtrack(kept, WINDOW_SECONDS) }, kept);
    if (first.length === 0) return AUTO;
    if (!(await saveParts(videos, keys.soundtrack(run, key), first, path))) throw new WorkExpired(key);
    return engine.detectLanguage(path);
  }
};

const videoIn = (folder: string): string => join(folder, 'video');
