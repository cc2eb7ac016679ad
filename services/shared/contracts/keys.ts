// Every S3 key that the project uses, and rules for names in keys:
//   runs/<run>/manifest.json, runs/<run>/done.txt, runs/<run>/results/<id>.json   video bucket
//   runs/<run>/children/…, Step Functions' record of child executions, never read   video bucket
//   work/<run>/<id>/plan.json, soundtrack.pcm, chunk-000.json                      video bucket, expires
//   work/uploads/<id>.json, an unfinished upload                                   video bucket, expires
//   week1/lesson1/video1.{txt,srt,vtt,json}, runs/<run>/report.json               transcript bucket
import { createHash } from 'node:crypto';

export const DONE = 'done.txt';
export const TRANSCRIPT_FORMATS = ['txt', 'srt', 'vtt', 'json'] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** Files with pictures, judging by the name; in lower case. */
const VIDEO_EXTENSIONS = [
  ...['mp4', 'mov', 'mkv', 'webm', 'avi', 'm4v', 'f4v', '3gp', '3g2', 'flv', 'wmv', 'asf', 'ogv'],
  ...['mpeg', 'mpg', 'vob', 'ts', 'mts', 'm2ts', 'm2t'],
];

export const SOUND_EXTENSIONS = [
  ...['m4a', 'm4b', 'mp3', 'mp2', 'aac', 'ac3', 'eac3', 'amr', 'wav', 'w64', 'aif', 'aiff', 'aifc', 'caf'],
  ...['flac', 'ogg', 'oga', 'opus', 'weba', 'mka', 'wma'],
];

/** The extensions that uploader, listener and engine accept; `sniff` recognises their contents. */
export const MEDIA_EXTENSIONS = [...VIDEO_EXTENSIONS, ...SOUND_EXTENSIONS];

const OWN_PREFIXES = ['runs/', 'work/'];

/** Whether a key has an audio or video extension and is not one of the project's own. */
export const isMedia = (key: string): boolean => {
  const name = key.slice(key.lastIndexOf('/') + 1).toLowerCase();
  // Names with a leading dot are hidden: macOS puts `._video1.mp4` beside each file on foreign disks.
  const isHidden = name.startsWith('.');
  const isOwn = OWN_PREFIXES.some((own) => key.startsWith(own));
  return !isHidden && !isOwn && MEDIA_EXTENSIONS.some((known) => name.endsWith(`.${known}`));
};

/** A short name for a video's own objects, safe in any key. */
const id = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 32);

const chunkName = (chunk: number): string => `chunk-${String(chunk).padStart(3, '0')}`;

export const keys = {
  run: (run: string) => `runs/${run}/`,
  manifest: (run: string) => `runs/${run}/manifest.json`,
  done: (run: string) => `runs/${run}/${DONE}`,
  results: (run: string) => `runs/${run}/results/`,
  result: (run: string, key: string) => `runs/${run}/results/${id(key)}.json`,
  report: (run: string) => `runs/${run}/report.json`,
  workOf: (run: string) => `work/${run}/`,
  work: (run: string, key: string) => `work/${run}/${id(key)}/`,
  plan: (run: string, key: string) => `work/${run}/${id(key)}/plan.json`,
  soundtrack: (run: string, key: string) => `work/${run}/${id(key)}/soundtrack.pcm`,
  chunkWords: (run: string, key: string, chunk: number) => `work/${run}/${id(key)}/${chunkName(chunk)}.json`,
  uploads: 'work/uploads/',
  upload: (key: string) => `work/uploads/${id(key)}.json`,
  transcript: (key: string, format: TranscriptFormat) => `${key.replace(/\.[^./]*$/, '')}.${format}`,
};

/** The run of a done marker or manifest, `runs/20261122T151500Z-a1b2/done.txt`, if it is valid as an execution's name. */
export const runOf = (key: string): string | undefined => /^runs\/([\w-]{1,80})\/[^/]+$/.exec(key)?.[1];

const IN_LAYOUT = /^((?:.+\/)?)week\d+\/lesson\d+\/[^/]+$/;

/** What is before week1/: `physics/` in `physics/week1/lesson1/video1.mp4`; undefined for any other layout. */
export const prefixInLayout = (key: string): string | undefined => IN_LAYOUT.exec(key)?.[1];

/**
 * Where a course begins; its page and its corrections.json lie there.
 * @param given the prefix from whoever sent the video; without it, all keys in another layout belong to one course.
 */
export const coursePrefix = (key: string, given?: string): string =>
  given !== undefined && key.startsWith(given) ? given : (prefixInLayout(key) ?? '');

/** The path of a transcript relative to its course, without an extension. */
export const lectureName = (key: string, prefix: string): string =>
  keys.transcript(key, 'json').slice(prefix.length, -'.json'.length);

/** A new run's id, which is also its execution's name: `20261122T151500Z-a1b2`. */
export const runId = (time: Date, seed: string): string =>
  `${time.toISOString().replace(/[-:]|\.\d+/g, '')}-${createHash('sha256').update(seed).digest('hex').slice(0, 4)}`;

/** S3 accepts control characters, but cannot list them in XML, and they could control a terminal. */
export const isListable = (text: string): boolean => !/[\p{Cc}\uFFFE\uFFFF]/u.test(text);
