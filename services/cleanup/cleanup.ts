// The last step of a video: its transcript read back, then the video and the work files deleted, the outcome recorded.
// After a failure the video stays where it is.
import type { Buckets } from '../shared/aws.ts';
import { type CaughtError, type CleanupInput, Transcript, type VideoResult } from '../shared/contracts.ts';
import { TranscriptNotVerified } from '../shared/errors.ts';
import { keys, TRANSCRIPT_FORMATS } from '../shared/keys.ts';

export type CleanupDeps = { buckets: Buckets };

/** @throws {TranscriptNotVerified} and then nothing was deleted. */
export const makeCleanup =
  ({ buckets: { videos, transcripts } }: CleanupDeps) =>
  async ({ run, item, split, merge, error }: CleanupInput): Promise<VideoResult> => {
    const key = item.Key;
    if (!error) {
      if (!split) throw new TranscriptNotVerified(key, 'nobody says which version of the video it is of');
      await verify(split.etag);
      // A newer version of the video, uploaded in the meantime, stays for its own run.
      await videos.removeVersion(key, split.etag);
    }
    await videos.removeAll(keys.work(run, key));
    const result: VideoResult = error
      ? { key, state: 'failed', error: readable(error) }
      : { key, state: 'done', upToDate: split?.upToDate, ...(merge && { transcript: merge }) };
    await videos.writeJson(keys.result(run, key), result);
    return result;

    async function verify(etag: string): Promise<void> {
      const texts = await Promise.all(
        TRANSCRIPT_FORMATS.map((format) => transcripts.readText(keys.transcript(key, format))),
      );
      const missing = TRANSCRIPT_FORMATS.filter((_, index) => texts[index] === undefined);
      if (missing.length > 0) throw new TranscriptNotVerified(key, `there is no ${missing.join(', ')}`);
      const { source } = parse(texts[TRANSCRIPT_FORMATS.indexOf('json')] ?? '');
      if (source.key !== key || source.etag !== etag)
        throw new TranscriptNotVerified(key, 'its json is of another video');
    }

    function parse(json: string): Transcript {
      try {
        return Transcript.parse(JSON.parse(json));
      } catch (cause) {
        throw new TranscriptNotVerified(key, 'its json does not parse', cause);
      }
    }
  };

/** Lambda's Cause is JSON: {"errorType": "VideoUnreadable", "errorMessage": "…", "trace": […]}. */
const readable = ({ Error: name, Cause = '' }: CaughtError): { name: string; message: string } => {
  try {
    const { errorMessage } = JSON.parse(Cause);
    return { name, message: typeof errorMessage === 'string' ? errorMessage : Cause };
  } catch {
    return { name, message: Cause || 'The step gave no reason.' };
  }
};
