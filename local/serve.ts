// `npm run s3`: the AWS services that `sam local invoke` needs, until Ctrl-C. Each sample event has a video of its own,
// prepared for the event's function, so that the events work in any order and again after a restart.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { codeOf } from '../services/shared/contracts/errors.ts';
import { keys } from '../services/shared/contracts/keys.ts';
import { run } from '../services/shared/system/process.ts';
import { type Account, openAccount } from './account.ts';
import { makeEndpoint } from './endpoint.ts';
import { ROOT } from './root.ts';
import { openStore, type Store, VIDEO_BUCKET } from './store.ts';

const PORT = 4568;
const SAMPLES = join(ROOT, 'samples/course');
const SHORT = 'week1/lesson1/video1.mp4';
const LONG = 'week2/lesson1/video1.mp4';

/** The run of the sample events. */
const RUN = '20260101T000000Z-0000';

const LOOPBACK = '127.0.0.1';

/**
 * Containers reach the host through Docker's bridge; if Docker runs in a virtual machine, through loopback. Asks the
 * system, because Node.js does not list a bridge while no container runs.
 */
const bridgeAddress = async (): Promise<string> => {
  // 4: docker0    inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0
  const { stdout } = await run('ip', ['-4', '-o', 'addr', 'show', 'docker0']).catch(() => ({ stdout: '' }));
  return /inet ([\d.]+)/.exec(stdout)?.[1] ?? LOOPBACK;
};

const main = async (): Promise<void> => {
  const stop = new AbortController();
  const folder = await mkdtemp(join(tmpdir(), 'transcribe-s3-'));
  const opening = Promise.withResolvers<Account>();
  const intercept = makeEndpoint({ account: opening.promise, print: console.log });
  const store = await openStore(folder, { address: await bridgeAddress(), port: PORT, intercept });
  const account = await openAccount(store, { signal: stop.signal, onWait: console.log });
  opening.resolve(account);
  await fill(store, account);
  console.log(`S3, StartExecution and PutEvents at ${store.endpoint}, for sam local invoke. Ctrl-C ends it.`);

  const end = async () => {
    stop.abort();
    await account.settled();
    await store.close();
    await rm(folder, { recursive: true, force: true });
    process.exit(0);
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
};

/** Prepares a video for each function up to the previous step; `events/<function>.json` name them. */
const fill = async ({ s3 }: Store, { videos, steps }: Account): Promise<void> => {
  const put = async (sample: string, Key: string) => {
    const Body = await readFile(join(SAMPLES, sample));
    await s3.send(new PutObjectCommand({ Bucket: VIDEO_BUCKET, Key, Body }));
    return { run: RUN, item: { Key } };
  };
  // For the payload of the original project.
  await put(SHORT, SHORT);
  await put(LONG, LONG);
  await put(SHORT, 'listen/lesson1/video1.mp4');
  await put(SHORT, 'split/lesson1/video1.mp4');
  for (const lesson of ['lesson1', 'lesson2']) await put(SHORT, `library/${lesson}/video1.mp4`);
  await steps.Split(await put(SHORT, 'transcribe/lesson1/video1.mp4'));
  for (const key of ['merge/lesson1/video1.mp4', 'cleanup/lesson1/video1.mp4', 'report/lesson1/video1.mp4']) {
    const video = await put(SHORT, key);
    const split = await steps.Split(video);
    await steps.Transcribe({ ...video, chunk: 0 });
    if (key.startsWith('merge')) continue;
    const merge = await steps.Merge(video);
    if (key.startsWith('cleanup')) continue;
    await steps.Cleanup({ ...video, split, merge });
  }
  await videos.writeJson(keys.manifest(RUN), [{ Key: 'report/lesson1/video1.mp4' }]);
};

main().catch((error) => {
  const isTaken = codeOf(error) === 'EADDRINUSE';
  console.error(isTaken ? `Port ${PORT} is in use: is \`npm run s3\` already running?` : error);
  process.exit(1);
});
