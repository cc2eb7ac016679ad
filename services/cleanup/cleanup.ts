// The last step of a video: reads its transcript back, deletes the video and work files, and records the outcome.
// The video stays if the end of its file is missing or nothing was heard; record-failure.ts handles failures.
import type { Buckets } from '../shared/aws/clients.ts';
import { videoDollars } from '../shared/bill/cost.ts';
import { TranscriptNotVerified } from '../shared/contracts/errors.ts';
import { keys, TRANSCRIPT_FORMATS } from '../shared/contracts/keys.ts';
import type { CleanupInput, VideoResult } from '../shared/contracts/steps.ts';
import { Transcript } from '../shared/contracts/transcript.ts';
import { recordFailure } from './record-failure.ts';

export type CleanupDeps = { buckets: Buckets };

type Losses = Pick<Transcript, 'lostSeconds' | 'nothingHeard'>;

/** @throws {TranscriptNotVerified} before anything is deleted. */
export const makeCleanup =
  ({ buckets: { videos, transcripts } }: CleanupDeps) =>
  async ({ run, item, split, merge, error }: CleanupInput): Promise<VideoResult> => {
    const key = item.Key;
    if (error) return recordFailure({ run, key, error }, videos);
    const { lostSeconds, nothingHeard } = await verify(split);
    // Before the video: if this step is stopped here, the remaining video shows that it did not finish.
    await videos.removeAll(keys.work(run, key));
    // The video is still needed for anything that was not decoded or heard. A newer version stays for its own run.
    if (split && lostSeconds === 0 && !nothingHeard) await videos.removeVersion(key, split.etag);
    const result: VideoResult = {
      key,
      state: 'done',
      upToDate: split?.upToDate,
      incomplete: lostSeconds > 0,
      ...(nothingHeard && { nothingHeard }),
      ...(merge && { transcript: merge, dollars: videoDollars(merge) }),
    };
    await videos.writeJson(keys.result(run, key), result);
    return result;

    /** Returns what the transcript says it lacks. */
    async function verify(version: CleanupInput['split']): Promise<Losses> {
      if (!version) throw new TranscriptNotVerified(key, 'the version of its video is unknown');
      const texts = await Promise.all(
        TRANSCRIPT_FORMATS.map((format) => transcripts.readText(keys.transcript(key, format))),
      );
      const missing = TRANSCRIPT_FORMATS.filter((_, index) => texts[index] === undefined);
      if (missing.length > 0) throw new TranscriptNotVerified(key, `there is no ${missing.join(', ')}`);
      const transcript = parse(texts[TRANSCRIPT_FORMATS.indexOf('json')] ?? '');
      const { source } = transcript;
      if (source.key !== key || source.etag !== version.etag)
        throw new TranscriptNotVerified(key, 'its json belongs to another video');
      return transcript;
    }

    function parse(json: string): Transcript {
      try {
        return Transcript.parse(JSON.parse(json));
      } catch (cause) {
        throw new TranscriptNotVerified(key, 'its json does not parse', cause);
      }
    }
  };
