// Every function as Lambda runs it: built by SAM, invoked in its container with its sample event, and the seed's curl.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hasDocker } from './docker.ts';

const ROOT = join(import.meta.dirname, '../..');
const BUILD_LIMIT_MS = 30 * 60 * 1_000;
const PORT = 9_321;

const environment = { ...process.env, AWS_DEFAULT_REGION: 'us-east-1', SAM_CLI_TELEMETRY: '0' };

const sam = (...args: string[]): string =>
  execFileSync('sam', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    env: environment,
  });

/** Resolves when the child says the words. */
const says = (child: ChildProcess, words: string) =>
  new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => text.includes(words) && resolve());
    child.once('close', () => reject(new Error(`It ended without saying ${words}`)));
  });

(hasDocker ? describe : describe.skip)('the functions in containers (Docker and SAM CLI)', () => {
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    sam('build');
    const s3 = spawn(process.execPath, ['services/uploader/local/serve.ts'], { cwd: ROOT });
    children.push(s3);
    await says(s3, 'Ctrl-C ends it');
  }, BUILD_LIMIT_MS);

  afterAll(() => {
    for (const child of children) child.kill('SIGINT');
  });

  it.each([
    ['Listen', 'listen', { outcome: 'started' }],
    ['Split', 'split', { upToDate: false, chunks: [0] }],
    ['Transcribe', 'transcribe', { chunk: 0 }],
    ['Merge', 'merge', { hasSpeech: true, words: 22 }],
    ['Cleanup', 'cleanup', { key: 'cleanup/lesson1/video1.mp4', state: 'done' }],
    ['Report', 'report', { totals: { videos: 1, done: 1, failed: 0 } }],
  ])('sam local invoke %sFunction', (name, event, answer) => {
    const output = sam('local', 'invoke', `${name}Function`, '--event', `events/${event}.json`);

    expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toMatchObject(answer);
  });

  it("answers curl with the seed's payload, item by item", async () => {
    const container = spawn('scripts/local-container.sh', {
      cwd: ROOT,
      env: { ...environment, PORT: String(PORT) },
    });
    children.push(container);
    const payload = readFileSync(join(ROOT, 'events/transcribe-items.json'), 'utf8');

    const answer = await post(`http://localhost:${PORT}/2015-03-31/functions/function/invocations`, payload);

    expect(answer).toMatchObject({
      Items: [
        { Key: 'done.txt', state: 'skipped' },
        { Key: 'week1/lesson1/video1.mp4', state: 'done', transcript: { words: 22 } },
        { Key: 'week2/lesson1/video1.mp4', state: 'done', transcript: { hasSpeech: true } },
      ],
    });
  });
});

/** Tries until the container listens. */
const post = async (url: string, body: string): Promise<unknown> => {
  for (let tries = 0; ; tries += 1) {
    try {
      return await (await fetch(url, { method: 'POST', body })).json();
    } catch (error) {
      if (tries === 60) throw error;
      await sleep(500);
    }
  }
};
