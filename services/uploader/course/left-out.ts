// The note at the end of a run on files that were left out: how many, and which ones may have been meant.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import pLimit from 'p-limit';
import { sniff } from '../../shared/media/sniff.ts';
import { count } from '../../shared/text/quantities.ts';
import type { LeftOut } from './course.ts';
import { escapeControls } from './names.ts';
import { COMES_ALONG, NO_MEDIA, TRANSCRIPT } from './refusal.ts';

/** Extensions of audio and video that the engine does not read, or not under this name. */
const OTHER_MEDIA =
  /\.(qt|divx|rm|rmvb|ra|mxf|dv|wtv|dvr-ms|nut|m2v|m1v|mjpeg|h264|hevc|dts|thd|mlp|au|snd|wv|ape|tta|mpc|dsf|spx|ogx|aax|aa|awb|adts|f4a|m4r|mod|tod)$/i;

const EXAMPLES = 3;
const MOST_LOOKS = 1_000;
const AT_ONCE = 8;

export type LeftOutNote = { level: 'info' | 'warning'; message: string };

/** `34 files left out; 3 look like media: a.xyz, …`; undefined if nobody would miss any of them. */
export const noteOnLeftOut = async (dir: string, leftOut: LeftOut[]): Promise<LeftOutNote | undefined> => {
  const files = leftOut.filter(
    ({ path, reason }) => !path.endsWith('/') && reason !== TRANSCRIPT && !COMES_ALONG.includes(reason),
  );
  if (files.length === 0) return undefined;
  const media = await mediaAmong(
    dir,
    files.filter(({ reason }) => reason === NO_MEDIA).map(({ path }) => path),
  );
  const left = `${count(files.length, 'file')} left out`;
  if (media.length === 0) return { level: 'info', message: `${left}.` };
  const names = media.slice(0, EXAMPLES).map(escapeControls).join(', ');
  const looks = media.length === 1 ? 'looks' : 'look';
  const message = `${left}; ${media.length} ${looks} like media: ${names}${media.length > EXAMPLES ? ', …' : '.'}`;
  return { level: 'warning', message };
};

const mediaAmong = async (dir: string, paths: string[]): Promise<string[]> => {
  const limit = pLimit(AT_ONCE);
  const found = await Promise.all(
    paths.map((path, index) =>
      limit(
        async () => OTHER_MEDIA.test(path) || (index < MOST_LOOKS && (await holdsMedia(join(dir, path)))),
      ),
    ),
  );
  return paths.filter((_, index) => found[index]);
};

/** Decides by the first bytes. A pipe is not opened: that would block for ever. */
const holdsMedia = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile() && (await sniff(path)) !== undefined;
  } catch {
    return false;
  }
};
