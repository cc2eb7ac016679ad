// A point of the command itself: it runs with a fault, is looked at, and runs again without one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ChunkWords, Plan } from '../../services/shared/contracts.ts';
import { keys } from '../../services/shared/keys.ts';
import { TRANSCRIPT_BUCKET, VIDEO_BUCKET } from '../../services/uploader/local/store.ts';
import { KEYS, sha256Of } from './clips.ts';
import { readBucket } from './disk.ts';
import { missingOf, parsed, tornBelow, tornIn, visibleBelow, wholeTranscript } from './invariants.ts';
import type { Tried } from './kinds.ts';
import { type Ran, type RunOptions, runUploader, type Scene } from './scene.ts';

export type ProcessPoint = {
  options: RunOptions;
  /** Somebody else empties a bucket: what was in it is not ours to lose. */
  emptied?: boolean;
  /** The run may be done with an older version than the one that is in the course by its end. */
  replaced?: boolean;
};

/** A third call does nothing at all. */
export const tryProcess = async (
  scene: Scene,
  { options, emptied, replaced }: ProcessPoint,
): Promise<Tried> => {
  const { fault: _, smallScratch: __, ...calm } = options;
  const first = await runUploader(scene, options);
  const left = look(scene);
  const broken = [...left.broken, ...(emptied ? [] : lostOf(first, left))];
  if (first.code === 0 && !replaced) broken.push(...missingOf(left.shas, left.transcripts, scene.out));
  const second = await runUploader(scene, calm);
  const now = look(scene);
  broken.push(...now.broken, ...againOf(left, second, now));
  if (second.code !== 0) broken.push(`the second run ended with ${second.code}: ${tail(second.said)}`);
  else broken.push(...missingOf(now.shas, now.transcripts, scene.out));
  broken.push(...leftOver(scene));
  return { met: first.met, atOnce: first.code === 0, broken, said: tail(first.said) };
};

const tail = (said: string): string => said.trim().split('\n').slice(-3).join(' | ').slice(-700);

type Look = ReturnType<typeof look>;

const look = (scene: Scene) => {
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

/** A video that had arrived is in the bucket, or it has its transcripts. Of an older version: that may be replaced. */
const lostOf = ({ noted }: Ran, { videos, transcripts }: Look): string[] =>
  KEYS.filter((key) => {
    const arrived = noted.some(
      (line) =>
        line.type === 'answer' &&
        line.method === 'PUT' &&
        line.status === 200 &&
        line.url.includes(`/${key}`),
    );
    return arrived && !videos.has(key) && !wholeTranscript(transcripts, key);
  }).map((key) => `LOST: ${key} had arrived, and neither it nor its transcript is there`);

const againOf = (left: Look, second: Ran, now: Look): string[] => {
  const again = left.transcribed.flatMap((key) => {
    const name = keys.transcript(key, 'json');
    return left.transcripts.get(name)?.modifiedMs === now.transcripts.get(name)?.modifiedMs
      ? []
      : [`${key} was transcribed again`];
  });
  const todo = KEYS.filter((key) => !left.transcribed.includes(key) && !left.heard.includes(key)).length;
  if (second.starts > todo) again.push(`whisper-cli started ${second.starts} times for ${todo} videos`);
  const sentAgain = [...left.inBucket, ...left.transcribed].filter((key) =>
    second.noted.some(
      (line) =>
        line.type === 'request' && line.method === 'PUT' && line.url.includes(`/${VIDEO_BUCKET}/${key}`),
    ),
  );
  return [...again, ...sentAgain.map((key) => `${key} was sent again`)];
};

/** Nothing of ours stays behind where people look, and no lock in anybody's way. */
const leftOver = ({ out }: Scene): string[] => {
  const strange = visibleBelow(out).filter((name) => !/\.(txt|srt|vtt|json)$/.test(name));
  const lock = existsSync(join(out, '.uploader/lock')) ? ['the lock is still there'] : [];
  return [...strange.map((name) => `${name} lies in --out`), ...lock];
};
