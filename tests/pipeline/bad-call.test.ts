// A user's mistakes before a run starts: each gives one clear message and its exit code, and sends nothing.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore, type ServedStore } from '../../local/store.ts';
import { EXIT } from '../../services/uploader/failures/exit-codes.ts';
import { Event } from '../../services/uploader/output/events.ts';
import { makeCourse } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { COURSE, start, uploader } from './cli.ts';

const expectRefusal = (
  { code, stderr }: { code: number | null; stderr: string },
  words: string,
  exitCode: number = EXIT.badInput,
) => {
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(exitCode);
};

describe('a wrong folder', () => {
  it.each([
    ['an empty folder', 'empty', 'is empty'],
    ['a folder that does not exist', 'nowhere', 'There is no folder nowhere.'],
    ['a folder without media', 'notes', 'readme.txt is not week<number>'],
    ['a zero-byte video', 'zero', 'week1/lesson1/video1.mp4 is empty (0 bytes)'],
  ])('refuses %s', async (_, dir, words) => {
    const cwd = temporaryFolder();
    for (const folder of ['empty', 'notes', 'zero/week1/lesson1'])
      mkdirSync(join(cwd, folder), { recursive: true });
    writeFileSync(join(cwd, 'notes/readme.txt'), 'hello');
    writeFileSync(join(cwd, 'zero/week1/lesson1/video1.mp4'), '');

    const ended = await uploader([dir, '--local'], cwd);

    expectRefusal(ended, words);
    expect(readdirSync(cwd)).not.toContain('transcripts');
  });
});

describe('a missing program', () => {
  it('names ffmpeg, says how to get it, and claims no folder', async () => {
    const cwd = temporaryFolder();
    const ended = await uploader([COURSE, '--local'], cwd, { PATH: '/nonexistent' });

    expectRefusal(ended, 'ffmpeg is not installed, or not on the PATH. Install it: `apt install ffmpeg`');
    expect(readdirSync(cwd)).toEqual([]);
  });

  it('names transcribe-engine', async () => {
    const bin = temporaryFolder();
    writeFileSync(join(bin, 'ffmpeg'), '#!/bin/sh\n', { mode: 0o755 });

    const ended = await uploader([COURSE, '--local'], temporaryFolder(), { PATH: bin });

    expectRefusal(ended, 'transcribe-engine is not installed, or not on the PATH. Run `make setup`');
  });
});

describe('two runs at once', () => {
  it('makes the second one wait if the folder is the same, and loses nothing', async () => {
    const cwd = temporaryFolder();
    makeCourse(join(cwd, 'course'), { 'week1/lesson1/video1.mp4': 'good' });
    const first = start(['course', '--local'], cwd);
    await first.says(/Prepared 1 video/);

    // Paused, so that it is still running no matter how long the second one takes to start.
    first.child.kill('SIGSTOP');
    const second = await uploader(['course', '--local'], cwd);
    first.child.kill('SIGCONT');

    expectRefusal(second, 'is using transcripts/.uploader');
    expect((await first.ended).code).toBe(0);
  });
});

describe('a wrong account', () => {
  let store: ServedStore;
  beforeAll(async () => {
    store = await openStore(temporaryFolder());
  });
  afterAll(() => store.close());

  const account = () => ({
    HOME: temporaryFolder(),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: store.endpoint,
    AWS_REGION: 'us-east-1',
    VIDEO_BUCKET: 'videos',
    TRANSCRIPT_BUCKET: 'transcripts',
  });
  const keys = { AWS_ACCESS_KEY_ID: 'LOCAL', AWS_SECRET_ACCESS_KEY: 'LOCAL' };

  it.each([
    ['no destination', { VIDEO_BUCKET: '' }, 'Pass --local or --stack NAME, or set VIDEO_BUCKET', 1],
    ['no credentials', {}, 'There are no AWS credentials.', 3],
    ['no region', { ...keys, AWS_REGION: '' }, 'No AWS region is set.', 3],
    [
      'a bucket that does not exist',
      { ...keys, TRANSCRIPT_BUCKET: 'nowhere' },
      'There is no bucket nowhere.',
      3,
    ],
    [
      'an endpoint that is down',
      { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
      'refuses connections',
      4,
    ],
  ])('refuses %s', async (_, changes, words, exitCode) => {
    const ended = await uploader([COURSE], temporaryFolder(), { ...account(), ...changes });

    expectRefusal(ended, words, exitCode);
  });

  it('reports it as an event with --json', async () => {
    const ended = await uploader(['status', '--json'], temporaryFolder(), account());

    expect(ended).toMatchObject({ code: EXIT.refused, stderr: '' });
    expect(Event.parse(JSON.parse(ended.stdout))).toMatchObject({
      type: 'error',
      exitCode: EXIT.refused,
      message: expect.stringContaining('There are no AWS credentials.'),
    });
  });

  it('says with --verbose where the name of the bucket comes from', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, '.env'), 'VIDEO_BUCKET=of-the-file\n');

    const { stderr } = await uploader(['status', '--verbose'], cwd, account());

    expect(stderr).toContain('video bucket: videos (VIDEO_BUCKET), not of-the-file (VIDEO_BUCKET in .env)');
  });
});

describe('a wrong flag', () => {
  it.each([
    ['an unknown one', [COURSE, '--frobnicate'], "unknown option '--frobnicate'. See uploader --help."],
    ['one of another command', ['status', '--wait'], "unknown option '--wait'"],
    ['--local for a command about runs', ['status', '--local'], 'uploader status needs a stack'],
  ])('refuses %s', async (_, args, words) => {
    expectRefusal(await uploader(args, temporaryFolder()), words);
    const asJson = await uploader([...args, '--json'], temporaryFolder());
    expect(asJson).toMatchObject({ code: EXIT.badInput, stderr: '' });
    const message = expect.stringContaining(words);
    expect(Event.parse(JSON.parse(asJson.stdout))).toMatchObject({ type: 'error', message });
  });
});
