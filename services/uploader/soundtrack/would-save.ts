// Tells a user without ffmpeg how much less could be sent. An estimate: only ffmpeg could say it exactly.
import { SOUND_EXTENSIONS } from '../../shared/contracts/keys.ts';
import { bytes, count } from '../../shared/text/quantities.ts';

/** A soundtrack's share of the bytes of a lecture: 2 to 6 %. */
export const SOUNDTRACK_SHARE = 0.05;

/** Whether a file has pictures, judging by its name. */
export const isVideoName = (key: string): boolean =>
  !SOUND_EXTENSIONS.some((extension) => key.toLowerCase().endsWith(`.${extension}`));

/** Returns undefined if there is nothing to save. */
export const wouldSave = (files: { key: string; size: number }[]): string | undefined => {
  const videos = files.filter(({ key }) => isVideoName(key));
  if (videos.length === 0) return undefined;
  const size = videos.reduce((sum, video) => sum + video.size, 0);
  return (
    `Without ffmpeg, ${count(videos.length, 'video')} of ${bytes(size)} will be sent whole. With it, only the soundtracks would be sent, ` +
    `2 to 6 % of a lecture: about ${bytes(size * (1 - SOUNDTRACK_SHARE))} less, for the same words.`
  );
};
