// Rules on file and folder names: which belong to a system, which cannot be stored, and how to print them.
import { isListable, keys, TRANSCRIPT_FORMATS } from '../../shared/contracts/keys.ts';

export const LAYOUT = 'week<number>/lesson<number>/video<number>.mp4';

export const isInLayout = (path: string): boolean => /^week\d+\/lesson\d+\/video\d+\.mp4$/.test(path);

/** With `--out` set to the course itself, transcripts and `.new` versions of edited ones lie beside the videos. */
export const isTranscriptInLayout = (path: string): boolean => {
  const name = path.replace(/\.new$/, '');
  return TRANSCRIPT_FORMATS.some(
    (format) => name.endsWith(`.${format}`) && isInLayout(name.replace(/\.[a-z]+$/, '.mp4')),
  );
};

/** Created by Windows, Synology, QNAP, Linux and macOS archives; in lower case. */
const OF_SYSTEMS = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  '$recycle.bin',
  'system volume information',
  '@eadir',
  '#recycle',
  '@recycle',
  '#snapshot',
  'lost+found',
  '__macosx',
]);

/** Why a name is never a video, whatever its extension; undefined for other names. */
export const strayName = (name: string): string | undefined => {
  if (name.startsWith('.')) return 'hidden';
  if (OF_SYSTEMS.has(name.toLowerCase())) return 'a system file';
  // Word and PowerPoint create these beside an open document.
  return name.startsWith('~$') ? "an editor's lock file" : undefined;
};

/** What browsers and download programs append to an unfinished file. */
const UNFINISHED = /\.(part|partial|crdownload|download|opdownload|filepart|!ut|!qb)$/i;

/** What aria2 and yt-dlp keep beside an unfinished download. */
export const isDownloadNote = (path: string): boolean => /\.(aria2|ytdl)$/i.test(path);

/** The name that a download gets when it is finished: `video1.mp4` for `video1.mp4.part`; undefined for any other file. */
export const afterDownload = (path: string): string | undefined =>
  UNFINISHED.test(path) ? path.replace(UNFINISHED, '') : undefined;

/** S3's limit for a key, in bytes of UTF-8. */
const LONGEST_KEY_BYTES = 1_024;

/** File systems allow 255. The local S3 server appends 22, and `.json` is longer than `.ts`. */
const LONGEST_NAME_BYTES = 230;

/** Why a video's key cannot be stored in S3, listed, or written to disk as a transcript. */
export const keyFault = (key: string): string | undefined => {
  if (!isListable(key)) return 'has a control character in its name, which S3 cannot list: rename it';
  const longest = Math.max(Buffer.byteLength(key), Buffer.byteLength(keys.transcript(key, 'json')));
  if (longest > LONGEST_KEY_BYTES) return `is longer than S3's limit of ${LONGEST_KEY_BYTES} bytes`;
  const name = key.slice(key.lastIndexOf('/') + 1);
  return Buffer.byteLength(name) > LONGEST_NAME_BYTES
    ? `has a name of over ${LONGEST_NAME_BYTES} bytes: shorten it`
    : undefined;
};

const RESERVED_BY_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Whether Windows allows the names of a key's transcripts. */
export const isForWindows = (key: string): boolean =>
  key.split('/').every((name) => !/[<>:"|?*\\]|[. ]$/.test(name) && !RESERVED_BY_WINDOWS.test(name));

/** A path for a message, always on one line. */
export const escapeControls = (path: string): string =>
  path.replace(/\p{Cc}/gu, (character) =>
    character === '\n' ? '\\n' : `\\x${character.codePointAt(0)?.toString(16).padStart(2, '0')}`,
  );
