import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { inOrder } from '../../../../services/shared/text/order.ts';
import { readCourse } from '../../../../services/uploader/course/read.ts';
import { itUnlessRoot, STRICT, useTemporaryCourse } from './temporary-course.ts';

const VIDEO = 'week1/lesson1/video1.mp4';

describe('readCourse and special files', () => {
  const course = useTemporaryCourse();

  it('refuses a pipe, a socket and a device, and opens none of them', async () => {
    await course.add(VIDEO);
    await promisify(execFile)('mkfifo', [course.at('week1/lesson1/video2.mp4')]);
    await symlink('video2.mp4', course.at('week1/lesson1/video3.mp4'));
    await symlink('/dev/zero', course.at('week1/lesson1/video5.mp4'));
    const server = createServer().listen(course.at('week1/lesson1/video4.mp4'));
    await once(server, 'listening');

    const lines = await course.refusal();
    server.close();

    expect(lines.slice(1, 5)).toEqual([
      '  week1/lesson1/video2.mp4 is a pipe, not a file',
      '  week1/lesson1/video3.mp4 is a pipe, not a file',
      '  week1/lesson1/video4.mp4 is a socket, not a file',
      '  week1/lesson1/video5.mp4 is a device, not a file',
    ]);
  });

  it('refuses a .transcribeignore that is a pipe without opening it', async () => {
    await course.add(VIDEO);
    await promisify(execFile)('mkfifo', [course.at('week1/.transcribeignore')]);

    expect(await course.refusal()).toContain('  week1/.transcribeignore is a pipe, not a file');
  });

  it('leaves out a pipe that does not look like media, in any layout', async () => {
    await course.add(VIDEO);
    await promisify(execFile)('mkfifo', [course.at('pipe')]);

    expect(await course.leftOut({ anyLayout: true })).toEqual(['pipe: no media']);
  });

  it.each([
    ['an empty file', 'video2.mp4', '', 'is empty (0 bytes)'],
    ['an unfinished download by Firefox', 'video2.mp4.part', 'a', 'is an unfinished download'],
    ['an unfinished download by Chrome', 'video2.mp4.crdownload', 'a', 'is an unfinished download'],
    ['an unfinished download by yt-dlp', 'video2.mp4.PART', 'a', 'is an unfinished download'],
  ])('continues without %s, and names it', async (_what, name, text, reason) => {
    await course.add(VIDEO);
    await course.write(`week1/lesson1/${name}`, text);

    for (const anyLayout of [false, true]) {
      const { files, notReady } = await readCourse(course.at(''), { ...STRICT, anyLayout });

      expect(files.map(({ key }) => key)).toEqual([VIDEO]);
      const key = `week1/lesson1/${name}`;
      expect(notReady).toEqual([{ path: key, key, reason }]);
    }
  });

  it('continues without a file that aria2 is still writing, and ignores its control file', async () => {
    await course.add(VIDEO, 'week1/lesson1/video2.mp4');
    await course.write('week1/lesson1/video2.mp4.aria2', 'note');

    const { files, notReady } = await readCourse(course.at(''), STRICT);

    expect(files.map(({ key }) => key)).toEqual([VIDEO]);
    expect(notReady).toMatchObject([{ key: 'week1/lesson1/video2.mp4' }]);
  });

  it('refuses a course in which nothing is ready', async () => {
    await course.write(VIDEO, '');
    await course.write('week1/lesson1/video2.mp4.part', 'a');

    expect((await course.refusal()).slice(1, 3)).toEqual([
      `  ${VIDEO} is empty (0 bytes)`,
      '  week1/lesson1/video2.mp4.part is an unfinished download',
    ]);
  });

  it('does not mention an empty folder', async () => {
    await course.add(VIDEO);
    await mkdir(course.at('week2/lesson1'), { recursive: true });

    expect(await course.read()).toMatchObject({ files: [{ key: VIDEO }], leftOut: [], notes: [] });
  });

  itUnlessRoot('names a folder that may not be read, unless it is left out', async () => {
    await course.add(VIDEO, 'week2/lesson1/video1.mp4', 'week3/a.mp4');
    await chmod(course.at('week2'), 0);
    await chmod(course.at('week3'), 0o444);

    const lines = await course.refusal({ anyLayout: true });
    const keys = await course.keys({ anyLayout: true, exclude: ['week2', 'week3/'] });
    await chmod(course.at('week2'), 0o755);
    await chmod(course.at('week3'), 0o755);

    expect(lines.slice(1, 3)).toEqual([
      '  week2/ cannot be read: check its permissions',
      '  week3/a.mp4 cannot be read: check its permissions',
    ]);
    expect(keys).toEqual([VIDEO]);
  });

  itUnlessRoot('names a course that may not be read, and a .transcribeignore', async () => {
    await course.add(VIDEO, '.transcribeignore');
    await chmod(course.at('.transcribeignore'), 0);
    expect((await course.refusal())[1]).toBe('  .transcribeignore cannot be read: check its permissions');

    await chmod(course.dir, 0);
    const lines = await course.refusal();
    await chmod(course.dir, 0o755);

    expect(lines).toEqual([`UserError: ${course.dir} cannot be read: check its permissions.`]);
  });
});

describe('readCourse and the wrong folder', () => {
  const course = useTemporaryCourse();

  it('lists the transcripts of another run as one entry', async () => {
    await course.add(VIDEO, ...['txt', 'srt', 'json'].map((end) => `texts/week1/lesson1/video1.${end}`));

    expect((await course.refusal()).slice(0, 2)).toEqual([
      expect.stringContaining('1 problem'),
      '  texts/ contains transcripts (3 files): is it the --out folder of another run?',
    ]);
  });

  it('asks whether a course below is meant', async () => {
    await course.add(VIDEO, 'old/spring/week1/lesson1/video1.mp4', 'old/spring/week1/lesson1/video2.mp4');
    await course.add('old/spring/week1/notes.txt', 'other/week2/lesson1/video1.mp4', 'readme.md');

    expect((await course.refusal()).slice(0, 4)).toEqual([
      expect.stringContaining('3 problems'),
      `  old/spring/ contains another course (2 videos): did you mean ${course.at('old/spring')}?`,
      `  other/ contains another course (1 video): did you mean ${course.at('other')}?`,
      '  readme.md is not week<number>/lesson<number>/video<number>.mp4',
    ]);
    expect(await course.keys({ exclude: ['old/', 'other/', '*.md'] })).toEqual([VIDEO]);
    expect(await course.keys({ anyLayout: true })).toContain('old/spring/week1/lesson1/video2.mp4');
  });

  it.each(['week1', 'week1/lesson1'])('asks whether the course around %s is meant', async (part) => {
    await course.add(VIDEO);

    await expect(readCourse(course.at(part), STRICT)).rejects.toThrow(
      `${course.at(part)} is part of a course: did you mean ${course.dir}?`,
    );
  });

  it('lists the first hundred problems', async () => {
    await course.add(...Array.from({ length: 103 }, (_, index) => `notes${index}.txt`));

    const lines = await course.refusal();

    expect(lines[0]).toContain('103 problems');
    expect(lines.filter((line) => line.includes('is not week'))).toHaveLength(100);
    expect(lines).toContain('  … and 3 more');
  });
});

describe('readCourse and very many files', () => {
  const course = useTemporaryCourse();
  const COUNT = 20_000;

  it('lists 20,000 videos', async () => {
    for (let lesson = 0; lesson < COUNT / 1_000; lesson++) {
      const folder = course.at(`week1/lesson${lesson}`);
      await mkdir(folder, { recursive: true });
      await Promise.all(
        Array.from({ length: 1_000 }, (_, video) => writeFile(`${folder}/video${video}.mp4`, 'v')),
      );
    }

    const { files } = await course.read({ exclude: ['video7.mp4'] });

    expect(files).toHaveLength(COUNT - COUNT / 1_000);
    expect(files.map(({ key }) => key)).toEqual(files.map(({ key }) => key).toSorted(inOrder));
  });
});
