// Names of files and folders: whose they are, who can hold them, how they look in a sentence. Not what is in them.
import { isListable, keys, TRANSCRIPT_FORMATS } from '../../shared/contracts/keys.ts';

export const LAYOUT = 'week<number>/lesson<number>/video<number>.mp4';

export const isInLayout = (path: string): boolean => /^week\d+\/lesson\d+\/video\d+\.mp4$/.test(path);

/** `--out` may be the course itself: then the transcripts, and new versions of edited ones, lie beside the videos. */
export const isTranscriptInLayout = (path: string): boolean => {
  const name = path.replace(/\.new$/, '');
  return TRANSCRIPT_FORMATS.some(
    (format) => name.endsWith(`.${format}`) && isInLayout(name.replace(/\.[a-z]+$/, '.mp4')),
  );
};

/** Of Windows, Synology, QNAP, Linux and macOS's archives; lower case. */
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

/** Why a name is nobody's video, whatever it ends in; undefined of any other. */
export const strayName = (name: string): string | undefined => {
  if (name.startsWith('.')) return 'hidden';
  if (OF_SYSTEMS.has(name.toLowerCase())) return 'of the system';
  // Word's and PowerPoint's, beside a document that is open.
  return name.startsWith('~$') ? 'a lock of an editor' : undefined;
};

/** What browsers and download programs call a file that is not whole yet. */
const UNFINISHED = /\.(part|partial|crdownload|download|opdownload|filepart|!ut|!qb)$/i;

/** What aria2 and yt-dlp keep beside a download until it has ended. */
export const isDownloadNote = (path: string): boolean => /\.(aria2|ytdl)$/i.test(path);

/** The name that a download has once it has ended: `video1.mp4` for `video1.mp4.part`; undefined of any other file. */
export const afterDownload = (path: string): string | undefined =>
  UNFINISHED.test(path) ? path.replace(UNFINISHED, '') : undefined;

/** S3's limit for a key, in bytes of UTF-8. */
const LONGEST_KEY_BYTES = 1_024;

/** Disks take 255. The S3 server of a local run adds 22 to a name, and `.json` is longer than `.ts`. */
const LONGEST_NAME_BYTES = 230;

/** Why S3, its lists, or a disk that the transcript is written to cannot hold a video's key. */
export const keyFault = (key: string): string | undefined => {
  if (!isListable(key)) return "has a control character in its name, which S3's lists cannot hold: rename it";
  const longest = Math.max(Buffer.byteLength(key), Buffer.byteLength(keys.transcript(key, 'json')));
  if (longest > LONGEST_KEY_BYTES) return `is longer than S3's ${LONGEST_KEY_BYTES} bytes`;
  const name = key.slice(key.lastIndexOf('/') + 1);
  return Buffer.byteLength(name) > LONGEST_NAME_BYTES
    ? `has a name of over ${LONGEST_NAME_BYTES} bytes: shorten it`
    : undefined;
};

const RESERVED_BY_WINDOWS = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Whether the transcripts of a key can be written on Windows. */
export const isForWindows = (key: string): boolean =>
  key.split('/').every((name) => !/[<>:"|?*\\]|[. ]$/.test(name) && !RESERVED_BY_WINDOWS.test(name));

/** A path in a message: on one line, whatever it holds. */
export const escapeControls = (path: string): string =>
  path.replace(/\p{Cc}/gu, (character) =>
    character === '\n' ? '\\n' : `\\x${character.codePointAt(0)?.toString(16).padStart(2, '0')}`,
  );
