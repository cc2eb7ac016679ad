// What a user can get wrong before a run starts: one clear message, exit code 1, nothing sent, never a stack trace.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore, type Store } from '../../services/uploader/local/store.ts';
import { makeCourse } from '../fixtures/media.ts';
import { COURSE, emptyFolder, start, uploader } from './cli.ts';

const expectRefusal = ({ code, stderr }: { code: number | null; stderr: string }, words: string) => {
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('    at ');
  expect(code).toBe(1);
};

describe('a wrong folder', () => {
  it.each([
    ['an empty folder', 'empty', 'is empty'],
    ['a folder that is not there', 'nowhere', 'There is no folder nowhere.'],
    ['a folder without media', 'notes', 'readme.txt is not week<number>'],
    ['a zero-byte video', 'zero', 'week1/lesson1/video1.mp4 is empty (0 bytes)'],
  ])('refuses %s', async (_, dir, words) => {
    const cwd = emptyFolder();
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
  it('names ffmpeg and how to get it', async () => {
    const ended = await uploader([COURSE, '--local'], emptyFolder(), { PATH: '/nonexistent' });

    expectRefusal(ended, 'ffmpeg is not installed. In a checkout `make setup` installs it.');
  });

  it('names whisper-cli', async () => {
    const bin = emptyFolder();
    writeFileSync(join(bin, 'ffmpeg'), '#!/bin/sh\n', { mode: 0o755 });

    const ended = await uploader([COURSE, '--local'], emptyFolder(), { PATH: bin });

    expectRefusal(ended, 'whisper-cli is not installed.');
  });
});

describe('two runs at once', () => {
  it('lets the second one wait in the same folder, and loses nothing', async () => {
    const cwd = emptyFolder();
    makeCourse(join(cwd, 'course'), { 'week1/lesson1/video1.mp4': 'good' });
    const first = start(['course', '--local'], cwd);
    await first.says(/Sent 1 video/);

    const second = await uploader(['course', '--local'], cwd);

    expectRefusal(second, 'is at work in transcripts/.uploader');
    expect((await first.ended).code).toBe(0);
  });
});

describe('a wrong account', () => {
  let store: Store;
  beforeAll(async () => {
    store = await openStore(emptyFolder());
  });
  afterAll(() => store.close());

  const account = () => ({
    HOME: emptyFolder(),
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: store.endpoint,
    AWS_REGION: 'us-east-1',
    VIDEO_BUCKET: 'videos',
    TRANSCRIPT_BUCKET: 'transcripts',
  });
  const keys = { AWS_ACCESS_KEY_ID: 'S3RVER', AWS_SECRET_ACCESS_KEY: 'S3RVER' };

  it.each([
    ['no destination', { VIDEO_BUCKET: '' }, 'Where to? Give --local, or --stack NAME, or set VIDEO_BUCKET'],
    ['no credentials', {}, 'There are no AWS credentials.'],
    ['no region', { ...keys, AWS_REGION: '' }, 'No AWS region is set.'],
    ['a bucket that is not there', { ...keys, TRANSCRIPT_BUCKET: 'nowhere' }, 'There is no bucket nowhere.'],
    ['an endpoint that is down', { ...keys, AWS_ENDPOINT_URL: 'http://127.0.0.1:1' }, 'refuses connections'],
  ])('refuses %s', async (_, changes, words) => {
    const ended = await uploader([COURSE], emptyFolder(), { ...account(), ...changes });

    expectRefusal(ended, words);
  });
});
