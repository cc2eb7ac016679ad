// Checks what a command left in its buckets and in --out against the promises.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { TRANSCRIPT_BUCKET, VIDEO_BUCKET } from '../../local/store.ts';
import { isMedia, keys } from '../../services/shared/contracts/keys.ts';
import { ChunkWords, Plan } from '../../services/shared/contracts/steps.ts';
import { INDEX, isPageFile } from '../../services/shared/page/page-files.ts';
import { KEYS, sha256Of } from './clips.ts';
import { readBucket } from './disk.ts';
import type { Noted } from './fault.ts';
import { mixedIn, parsed, tornBelow, tornIn, visibleBelow, wholeTranscript } from './invariants.ts';

/** What is checked of a command that has ended. */
export type CommandTrace = { noted: Noted[]; heard: number };
type Folders = { course: string; out: string };

export type SceneState = ReturnType<typeof readScene>;

export const readScene = (scene: Folders) => {
  const videos = readBucket(scene.out, VIDEO_BUCKET);
  const transcripts = readBucket(scene.out, TRANSCRIPT_BUCKET);
  const shas = new Map(KEYS.map((key) => [key as string, sha256Of(join(scene.course, key))]));
  const transcribed = KEYS.filter(
    (key) => wholeTranscript(transcripts, key)?.source.sha256 === shas.get(key),
  );
  const inBucket = KEYS.filter((key) => {
    const found = videos.get(key);
    return found && !found.torn && found.metadata['source-sha256'] === shas.get(key);
  });
  const broken = [...tornIn(videos), ...tornIn(transcripts), ...tornBelow(scene.out, transcripts)];
  broken.push(...mixedIn(transcripts, KEYS));
  return { videos, transcripts, shas, transcribed, inBucket, heard: heardIn(videos), broken };
};

/** Videos whose words are in the work files of the newest run. */
const heardIn = (videos: ReturnType<typeof readBucket>): string[] => {
  const run = [...videos.keys()]
    .flatMap((key) => /^runs\/([^/]+)\//.exec(key)?.[1] ?? [])
    .toSorted()
    .at(-1);
  if (!run) return [];
  return KEYS.filter((key) => {
    const plan = parsed(Plan, videos.get(keys.plan(run, key))?.text);
    const isSame = plan?.source.etag === videos.get(key)?.etag;
    return plan && isSame && parsed(ChunkWords, videos.get(keys.chunkWords(run, key, 0))?.text);
  });
};

type Answer = Extract<Noted, { type: 'answer' }>;

/** A whole video: in one request, or by completing its parts. */
const isArrival = ({ method, url, status }: Answer, key: string): boolean =>
  status === 200 &&
  url.startsWith(`/${VIDEO_BUCKET}/${key}?`) &&
  (url.includes('uploadId=') ? method === 'POST' : method === 'PUT');

/** A video that had arrived must be in the bucket, or have its transcripts. An older version may have been replaced. */
export const lostOf = ({ noted }: CommandTrace, { videos, transcripts }: SceneState): string[] =>
  KEYS.filter((key) => {
    const arrived = noted.some((line) => line.type === 'answer' && isArrival(line, key));
    return arrived && !videos.has(key) && !wholeTranscript(transcripts, key);
  }).map((key) => `LOST: ${key} had arrived, and neither it nor its transcript is there`);

export const unreadOf = ({ noted }: CommandTrace): string[] =>
  noted.flatMap((line) =>
    line.type === 'delete' && !line.isTranscribed
      ? [`LOST: ${line.key} was deleted without the transcript of this version`]
      : [],
  );

export const againOf = (left: SceneState, second: CommandTrace, now: SceneState): string[] => {
  const again = left.transcribed.flatMap((key) => {
    const name = keys.transcript(key, 'json');
    return left.transcripts.get(name)?.modifiedMs === now.transcripts.get(name)?.modifiedMs
      ? []
      : [`${key} was transcribed again`];
  });
  const todo = KEYS.filter((key) => !left.transcribed.includes(key) && !left.heard.includes(key)).length;
  if (second.heard > todo) again.push(`${second.heard} stretches were heard for ${todo} videos`);
  const sentAgain = [...left.inBucket, ...left.transcribed].filter((key) =>
    second.noted.some(
      (line) =>
        line.type === 'request' && line.method === 'PUT' && line.url.includes(`/${VIDEO_BUCKET}/${key}`),
    ),
  );
  return [...again, ...sentAgain.map((key) => `${key} was sent again`)];
};

/** Transcribed videos and their soundtracks must be deleted. */
export const leftIn = ({ videos }: SceneState): string[] =>
  [...videos.keys()]
    .filter((key) => isMedia(key) || key.startsWith('work/'))
    .map((key) => `${key} is still in the bucket`);

/** Nothing of ours may stay where users look. */
export const strangeBelow = (out: string): string[] =>
  visibleBelow(out)
    .filter((name) => !/\.(txt|srt|vtt|json)$/.test(name) && name !== INDEX && !isPageFile(name))
    .map((name) => `${name} lies in --out`);

/** The lock must be gone. */
export const lockIn = (out: string): string[] =>
  existsSync(join(out, '.uploader/lock')) ? ['the lock is still there'] : [];
