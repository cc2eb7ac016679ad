// Ctrl-C at any time: exit code 130, nothing left running or half-written, and the next run continues.

import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { listenLocally } from '../fixtures/listen.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { COURSE, start, uploader } from './cli.ts';

const filesBelow = (dir: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => !name.startsWith('.uploader'));

/** Processes that use files in this scratch folder. */
const processesOn = (scratch: string): string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(scratch));

describe('Ctrl-C while videos are transcribed', () => {
  it('stops everything, and the same command continues later', async () => {
    const cwd = temporaryFolder();
    const scratch = temporaryFolder();
    const run = start([COURSE, '--local'], cwd, { ...process.env, TMPDIR: scratch });
    await run.says(/Transcribing/);
    while (run.child.exitCode === null && processesOn(scratch).length === 0) await sleep(20);

    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;

    expect(code).toBe(130);
    expect(stderr).toContain('Run the same command again to continue where it stopped.');
    expect(processesOn(scratch)).toEqual([]);
    expect(readdirSync(scratch)).toEqual([]);
    expect(filesBelow(join(cwd, 'transcripts')).filter((name) => name.endsWith('.part'))).toEqual([]);

    const second = await uploader([COURSE, '--local'], cwd);

    expect(second).toMatchObject({ code: 0, stdout: expect.not.stringContaining('FAILED') });
    expect(second.stderr).not.toContain('Prepared 4 videos');
    expect(second.stdout.match(/\.txt\n/g)).toHaveLength(4);
  });
});

describe('Ctrl-C while videos are sent', () => {
  it('stops at once, even if S3 does not answer', async () => {
    // HEAD finds a bucket but no object, lists are empty, and a PUT is never answered.
    const s3 = createServer((request, response) => {
      if (request.method === 'HEAD')
        response.writeHead(/^\/[^/]+\/?$/.test(request.url ?? '') ? 200 : 404).end();
      if (request.method === 'GET') response.writeHead(200).end('<ListBucketResult></ListBucketResult>');
    });
    const port = await listenLocally(s3);
    const run = start([COURSE], temporaryFolder(), {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      VIDEO_BUCKET: 'videos',
      TRANSCRIPT_BUCKET: 'transcripts',
    });
    await new Promise((resolve) => s3.on('request', ({ method }) => method === 'PUT' && resolve(method)));

    run.child.kill('SIGINT');
    const { code, stderr } = await run.ended;
    s3.closeAllConnections();
    s3.close();

    expect(code).toBe(130);
    expect(stderr).toContain('Interrupted.');
  });
});
