// Records a failed video, on AWS and here: the state RecordFailure, which is the function Cleanup with an error.
// The reason is stored for the report, the video stays for the next run, and only its work files are deleted.
import type { Bucket } from '../shared/aws/bucket.ts';
import { keys } from '../shared/contracts/keys.ts';
import type { CaughtError, VideoResult } from '../shared/contracts/steps.ts';

export type FailedVideo = { run: string; key: string; error: CaughtError };

/** @returns the video's result in the report. */
export const recordFailure = async (
  { run, key, error }: FailedVideo,
  videos: Pick<Bucket, 'removeAll' | 'writeJson'>,
): Promise<VideoResult> => {
  await videos.removeAll(keys.work(run, key));
  const result: VideoResult = { key, state: 'failed', error: readable(error) };
  await videos.writeJson(keys.result(run, key), result);
  return result;
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
