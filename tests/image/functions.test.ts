// Runs every function as Lambda does: built by SAM, and invoked in its container with its sample event, or by the
// seed's curl. Checks the image's bill of materials.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { debianOwners, npmNames, privileged, readBill } from './bill.ts';
import { hasDocker, runInImage, unpackImage } from './docker.ts';
import { buildDyingImage, deathsIn } from './dying-kernels.ts';
import { FORMATS, record, SECONDS, secondsHeard } from './formats.ts';

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

/** Resolves when the child prints the words. */
const says = (child: ChildProcess, words: string) =>
  new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (text: Buffer) => text.includes(words) && resolve());
    child.once('close', () => reject(new Error(`It ended without saying ${words}`)));
  });

(hasDocker ? describe : describe.skip)('the functions in containers (Docker and SAM CLI)', () => {
  const children: ChildProcess[] = [];

  beforeAll(async () => {
    sam('build');
    const s3 = spawn(process.execPath, ['local/serve.ts'], { cwd: ROOT });
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
    ['Publish', 'publish', { pages: [{ prefix: '', problems: 0 }] }],
  ])('sam local invoke %sFunction', (name, event, answer) => {
    const output = sam('local', 'invoke', `${name}Function`, '--event', `events/${event}.json`);

    expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toMatchObject(answer);
  });

  it("answers the seed's payload from curl, item by item", async () => {
    const container = spawn('scripts/local-container.sh', {
      cwd: ROOT,
      env: { ...environment, PORT: String(PORT) },
    });
    children.push(container);
    const payload = readFileSync(join(ROOT, 'events/transcribe-items.json'), 'utf8');

    const url = `http://localhost:${PORT}/2015-03-31/functions/function/invocations`;
    const answer = await post(container, url, payload);

    expect(answer).toMatchObject({
      Items: [
        { Key: 'done.txt', state: 'skipped' },
        { Key: 'week1/lesson1/video1.mp4', state: 'done', transcript: { words: 22 } },
        { Key: 'week2/lesson1/video1.mp4', state: 'done', transcript: { hasSpeech: true } },
      ],
    });
  });

  it('falls back to the next kernels if the best ones crash, reports it once, and remembers it', async () => {
    const port = PORT + 1;
    const container = spawn('scripts/local-container.sh', {
      cwd: ROOT,
      env: { ...environment, PORT: String(port), IMAGE: buildDyingImage() },
    });
    children.push(container);
    let log = '';
    for (const stream of [container.stdout, container.stderr])
      stream.on('data', (text: Buffer) => {
        log += text;
      });
    const Items = ['lesson1', 'lesson2'].map((lesson) => ({ Key: `library/${lesson}/video1.mp4` }));
    const payload = JSON.stringify({ Items });

    const url = `http://localhost:${port}/2015-03-31/functions/function/invocations`;
    const answer = await post(container, url, payload);

    expect(answer).toMatchObject({ Items: [{ transcript: { words: 22 } }, { transcript: { words: 22 } }] });
    expect(deathsIn(log)).toEqual([expect.stringContaining('SIGILL')]);
  });

  describe("the image's ffmpeg", () => {
    const folder = temporaryFolder();

    it.each(FORMATS)('decodes all of %s', async (name, options) => {
      record(folder, [name, options]);

      const seconds = await secondsHeard(folder, name);

      expect(Math.abs(seconds - SECONDS)).toBeLessThan(0.2);
    });
  });

  describe("the image's bill of materials", () => {
    const root = temporaryFolder();
    const named = (pattern: RegExp) => readBill(root).filter(({ purl }) => pattern.test(purl));
    const versionOf = (name: string) => readBill(root).find((part) => part.name === name)?.version;

    beforeAll(() => unpackImage(root));

    it('lists exactly the Debian packages that have files, and every file belongs to one', () => {
      const { packages, strays } = debianOwners(root);

      expect(strays).toEqual([]);
      expect(packages.length).toBeGreaterThan(0);
      expect(named(/^pkg:deb.*arch=(?!source)/).map(({ name }) => name)).toEqual(packages);
    });

    it('lists exactly the npm packages that are in a bundle', () => {
      const names = named(/^pkg:npm/).map(({ name }) => name);

      expect(names).toEqual([...npmNames(root), 'aws-lambda-ric']);
    });

    it('lists the versions that the programs report', () => {
      expect(runInImage('transcribe-engine')).toContain(`"version":"${versionOf('transcribe-engine')}"`);
      expect(versionOf('ffmpeg')).toContain(
        `:${/version (\S+)/.exec(runInImage('ffmpeg', '-version'))?.[1]}-`,
      );
      expect(runInImage('node', '--version')).toBe(`v${versionOf('node')}\n`);
    });

    it('lists the models with their checksums', () => {
      const models = join(root, 'opt/models');
      const files = readdirSync(models).filter((file) => file.endsWith('.bin'));
      const sums = files.map((file) => hash('sha256', readFileSync(join(models, file))));

      expect(readBill(root).flatMap(({ hashes }) => hashes.map(({ content }) => content))).toEqual(sums);
    });

    it('lists everything in the image, in which no program runs as another user', () => {
      const own = ['bill-of-materials.cdx.json', 'engine', 'ffmpeg', 'models', 'ric', 'start'];

      expect(readdirSync(join(root, 'opt')).toSorted()).toEqual(own);
      expect(readdirSync(join(root, 'usr/local/bin'))).toEqual(['node']);
      expect(privileged(root)).toEqual([]);
    });
  });
});

/** Retries until the container listens, or has ended. */
const post = async (container: ChildProcess, url: string, body: string): Promise<unknown> => {
  for (;;) {
    try {
      return await (await fetch(url, { method: 'POST', body })).json();
    } catch (error) {
      if (container.exitCode !== null) throw error;
      await sleep(500);
    }
  }
};
