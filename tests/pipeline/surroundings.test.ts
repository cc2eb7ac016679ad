// The user's files and machine around a local run: edited transcripts, two courses in one folder, unfinished files, and
// folders and disks that are not writable.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EXIT } from '../../services/uploader/failures/exit-codes.ts';
import { makeCourse } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { type Ended, uploader } from './cli.ts';

const VIDEO = 'week1/lesson1/video1';
const STACK_TRACE = /\n {4}at /;

const refused = ({ code, stderr }: Ended, words: string | RegExp) => {
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/This is a bug/);
  expect(stderr).not.toMatch(STACK_TRACE);
  expect(code).toBe(EXIT.badInput);
};

describe('transcripts that somebody has edited', () => {
  it('are kept by every later run without --overwrite, and another course is refused', async () => {
    const cwd = temporaryFolder();
    makeCourse(join(cwd, 'biology'), { [`${VIDEO}.mp4`]: 'good' });
    makeCourse(join(cwd, 'physics'), { [`${VIDEO}.mp4`]: 'silent' });
    const at = (format: string) => join(cwd, 'transcripts', `${VIDEO}.${format}`);
    expect((await uploader(['biology', '--local'], cwd)).code).toBe(EXIT.done);
    const srt = readFileSync(at('srt'), 'utf8');
    writeFileSync(at('srt'), 'mine');

    const again = await uploader(['biology', '--local'], cwd);
    expect(again.code).toBe(EXIT.done);
    expect(again.stdout).toContain(`kept transcripts/${VIDEO}.srt: edited by hand; --overwrite replaces it`);
    expect(readFileSync(at('srt'), 'utf8')).toBe('mine');

    const other = await uploader(['biology', '--local', '--quality', 'fast'], cwd);
    expect(other.stdout).toContain('1 video transcribed');
    expect(readFileSync(at('srt'), 'utf8')).toBe('mine');
    expect(readFileSync(at('json'), 'utf8')).toContain('"beamSize":1');

    const physics = await uploader(['physics', '--local'], cwd);
    refused(physics, /transcripts is the folder of another course, from .*\/biology.*--out another-folder/);
    expect(readFileSync(at('srt'), 'utf8')).toBe('mine');

    expect((await uploader(['biology', '--local', '--overwrite'], cwd)).code).toBe(EXIT.done);
    expect(readFileSync(at('srt'), 'utf8')).toBe(srt);
  });
});

describe('unfinished files', () => {
  it('are named, and the others are transcribed', async () => {
    const cwd = temporaryFolder();
    const course = join(cwd, 'course');
    makeCourse(course, { [`${VIDEO}.mp4`]: 'good' });
    const lesson = join(course, 'week1/lesson1');
    writeFileSync(join(lesson, 'video2.mp4'), '');
    writeFileSync(join(lesson, 'video3.mp4.part'), 'half');
    const growing = join(lesson, 'video4.mp4');
    cpSync(join(course, `${VIDEO}.mp4`), growing);
    const writer = spawn('sh', ['-c', `while :; do echo more >> "${growing}"; sleep 0.1; done`]);

    const ended = await uploader(['course', '--local'], cwd);
    writer.kill();

    expect(ended.stdout).toContain(
      'LEFT OUT week1/lesson1/video2.mp4 is empty (0 bytes), so it was left out.',
    );
    expect(ended.stdout).toContain('LEFT OUT week1/lesson1/video3.mp4.part is an unfinished download');
    expect(ended.stdout).toContain('LEFT OUT week1/lesson1/video4.mp4 is still being written');
    expect(ended.stdout).toContain('1 video transcribed, 3 left out');
    expect(ended.code).toBe(EXIT.someFailed);
    expect(existsSync(join(cwd, `transcripts/${VIDEO}.txt`))).toBe(true);
    expect(existsSync(join(cwd, 'transcripts/week1/lesson1/video4.txt'))).toBe(false);
  });
});

describe('AWS settings in the environment of a local run', () => {
  it('have no effect, not even all together', async () => {
    const cwd = temporaryFolder();
    makeCourse(join(cwd, 'course'), { [`${VIDEO}.mp4`]: 'good' });
    const config = join(cwd, 'config');
    writeFileSync(
      config,
      '[default]\nuse_fips_endpoint = true\nuse_dualstack_endpoint = true\nendpoint_url = http://127.0.0.1:1\n',
    );

    const ended = await uploader(['course', '--local'], cwd, {
      HOME: process.env.HOME,
      AWS_CONFIG_FILE: config,
      AWS_PROFILE: 'nobody',
      AWS_USE_FIPS_ENDPOINT: 'true',
      AWS_USE_DUALSTACK_ENDPOINT: 'true',
      AWS_CA_BUNDLE: '/nonexistent',
      AWS_DEFAULTS_MODE: 'nonsense',
      HTTP_PROXY: 'http://127.0.0.1:1',
      HTTPS_PROXY: 'http://127.0.0.1:1',
      ALL_PROXY: 'socks5://127.0.0.1:1',
      NODE_USE_ENV_PROXY: '1',
    });

    expect(ended).toMatchObject({ code: EXIT.done });
  });
});

describe('a folder that cannot be used', () => {
  const cwd = temporaryFolder();
  const mounted: string[] = [];
  beforeAll(() => {
    makeCourse(join(cwd, 'course'), { [`${VIDEO}.mp4`]: 'good' });
  });
  afterAll(() => {
    for (const folder of mounted) execFileSync('umount', [folder]);
  });

  const run = (out: string, env: NodeJS.ProcessEnv = process.env) =>
    uploader(['course', '--local', '--out', out], cwd, env);
  const tries = (command: string, args: string[]): boolean => {
    try {
      execFileSync(command, args, { stdio: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };

  it('says that TMPDIR does not exist, before anything is made', async () => {
    refused(
      await run('nothing', { ...process.env, TMPDIR: '/nonexistent' }),
      /\/nonexistent \(TMPDIR\), cannot be used: it does not exist/,
    );
    expect(existsSync(join(cwd, 'nothing'))).toBe(false);
  });

  it('says that there is a file in the place of the folder', async () => {
    writeFileSync(join(cwd, 'a-file'), '');

    refused(await run('a-file'), /a-file.*: there is a file where a folder should be/);
  });

  it('says that a path is too long', async () => {
    refused(
      await run(Array.from({ length: 20 }, () => 'x'.repeat(200)).join('/')),
      /too long for its disk|The path .* is too long/,
    );
  });

  it('says that a disk is read-only, full, or not writable', async () => {
    const folder = (name: string) => {
      mkdirSync(join(cwd, name), { recursive: true });
      return join(cwd, name);
    };
    const disk = (name: string, options: string) => {
      const isMounted = tries('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder(name)]);
      if (isMounted) mounted.push(folder(name));
      return isMounted;
    };
    // If the tests may not mount a disk, there is nothing to check.
    if (disk('read-only', 'ro,size=1m'))
      refused(await run('read-only/out'), /read-only\/out.*: its disk is read-only/);
    if (disk('full', 'size=100k'))
      refused(await run('full/out'), /needs .* on the disk of full\/out|the disk is full/);
    if (disk('no-temporary', 'ro,size=1m'))
      refused(
        await run('out', { ...process.env, TMPDIR: join(cwd, 'no-temporary') }),
        /\(TMPDIR\), cannot be used: its disk is read-only/,
      );
    const immutable = folder('immutable');
    if (tries('chattr', ['+i', immutable])) {
      const ended = await run('immutable/out');
      tries('chattr', ['-i', immutable]);
      refused(ended, /the system does not let this program read or write it/);
    }
  });

  it.each([24, 30, 40, 60])('says how to raise the limit if only %i files can be open', async (limit) => {
    const command = `ulimit -n ${limit} && exec "$0" "$@"`;
    const script = join(import.meta.dirname, '../../bin/uploader.js');
    const child = spawn(
      'sh',
      ['-c', command, process.execPath, script, 'course', '--local', '--out', 'few'],
      { cwd },
    );
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    const code = await new Promise<number | null>((resolve) => child.once('close', resolve));

    expect(stderr).toContain('ulimit -n 4096');
    expect(stderr).not.toMatch(STACK_TRACE);
    expect(code).toBe(EXIT.badInput);
  });
});
