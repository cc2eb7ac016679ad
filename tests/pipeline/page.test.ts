// The course page and its corrections as a user sees them: run, edit, run again.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { COURSE, start, uploader } from './cli.ts';

const LECTURE = 'week1/lesson1/video1';

describe('the course page of uploader --local', () => {
  const cwd = temporaryFolder();
  const out = join(cwd, 'transcripts');
  const first = uploader([COURSE, '--local', '--include', 'week1/**'], cwd);
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  const addressIn = (stdout: string) => /Course page of \d+ lectures: (file:\S+)\n$/.exec(stdout)?.[1] ?? '';

  it('exists when the run ends, and its address is the last line of output', async () => {
    const { code, stdout } = await first;

    expect(code).toBe(0);
    expect(fileURLToPath(addressIn(stdout))).toBe(join(out, 'index.html'));
  });

  it('links to the videos', async () => {
    await first;

    const outline = readdirSync(join(out, 'page')).find((name) => name.startsWith('course-')) ?? '';

    expect(read(`page/${outline}`)).toContain(`samples/course/${LECTURE}.mp4`);
  });

  it('shows words that somebody corrected by hand, as do all other files', async () => {
    await first;
    const srt = read(`${LECTURE}.srt`);
    writeFileSync(join(out, `${LECTURE}.srt`), srt.replace('Americans', 'Canadians'));

    const { code, stdout } = await uploader(['correct'], cwd);

    expect(code).toBe(0);
    expect(stdout).toContain(
      `${LECTURE}: 1 place corrected\n    your edits in video1.srt are corrections now`,
    );
    for (const format of ['txt', 'srt', 'vtt', 'json'])
      expect(read(`${LECTURE}.${format}`)).toContain('Canadians');
  });

  it('keeps corrections when the course is transcribed again with another quality', async () => {
    await first;
    await uploader(['correct'], cwd);

    const { code } = await uploader(
      [COURSE, '--local', '--quality', 'best', '--include', 'week1/lesson1/**', '--no-page'],
      cwd,
    );

    expect(code).toBe(0);
    expect(JSON.parse(read(`${LECTURE}.json`)).engine.settings.beamSize).toBe(5);
    expect(read(`${LECTURE}.txt`)).toContain('Canadians');
  });

  it('names a video that failed until it is gone, also after a run of another part of the course', async () => {
    const elsewhere = temporaryFolder();
    const course = join(elsewhere, 'course');
    const broken = join(course, 'week1/lesson2/video1.mp4');
    cpSync(join(COURSE, 'week1/lesson1'), join(course, 'week1/lesson1'), { recursive: true });
    mkdirSync(dirname(broken));
    writeFileSync(broken, 'This is no video. '.repeat(100));
    const failed = () => {
      const folder = join(elsewhere, 'transcripts/page');
      const outline = readdirSync(folder).find((name) => name.startsWith('course-')) ?? '';
      const [, json = ''] = /^showCourse\((.*)\);\n$/.exec(readFileSync(join(folder, outline), 'utf8')) ?? [];
      return JSON.parse(json).failed.map(({ name }: { name: string }) => name);
    };

    await uploader([course, '--local'], elsewhere);
    expect(failed()).toEqual(['week1/lesson2/video1.mp4']);
    await uploader([course, '--local', '--include', 'week1/lesson1/**'], elsewhere);
    expect(failed()).toEqual(['week1/lesson2/video1.mp4']);
    rmSync(broken);
    await uploader([course, '--local'], elsewhere);
    expect(failed()).toEqual([]);
  });

  it('is not made with --no-page', async () => {
    const elsewhere = temporaryFolder();

    await uploader([COURSE, '--local', '--include', 'week1/lesson1/**', '--no-page'], elsewhere);

    expect(existsSync(join(elsewhere, `transcripts/${LECTURE}.txt`))).toBe(true);
    expect(existsSync(join(elsewhere, 'transcripts/index.html'))).toBe(false);
  });

  it('is either the old or the new one after Ctrl-C', async () => {
    await first;
    const { child, ended } = start(['page'], cwd);
    child.kill('SIGINT');
    await ended;

    const files = read('index.html').match(/page\/[\w-]+\.(?:js|css)/g) ?? [];

    expect(files.length).toBeGreaterThan(2);
    expect(files.filter((name) => !existsSync(join(out, name)))).toEqual([]);
    expect(readdirSync(join(out, 'page')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});
