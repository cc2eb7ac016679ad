import { chmod, mkdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { readCourse } from '../../../../services/uploader/course/read.ts';
import { itUnlessRoot, STRICT, useTemporaryCourse } from './temporary-course.ts';

const VIDEO = 'week1/lesson1/video1.mp4';

describe('readCourse', () => {
  const course = useTemporaryCourse();
  const refusal = async (anyLayout = false) => (await course.refusal({ anyLayout })).join('\n');

  it('returns each video with its path, size and time', async () => {
    await course.add(VIDEO);

    const { files } = await course.read();

    const { mtimeMs } = await stat(course.at(VIDEO));
    expect(files).toEqual([{ key: VIDEO, path: course.at(VIDEO), size: 5, modifiedMs: mtimeMs }]);
  });

  it('leaves out glossaries, wherever they are', async () => {
    await course.add(
      VIDEO,
      'glossary.txt',
      'week1/glossary.txt',
      'week1/lesson1/glossary.txt',
      'other/glossary.txt',
    );

    expect(await course.keys()).toEqual([VIDEO]);
  });

  it.each([false, true])('leaves out the course page if the course is its own --out', async (anyLayout) => {
    const page = ['index.html', 'corrections.json', 'page/app-0123456789abcdef.js'];
    await course.add(VIDEO, ...page);

    const { files, leftOut } = await course.read({ anyLayout });

    expect(files.map(({ key }) => key)).toEqual([VIDEO]);
    expect(leftOut).toEqual(page.toSorted().map((path) => ({ path, reason: 'a file of the course page' })));
  });

  it.each(['my-glossary.txt', 'week1/Glossary.txt', 'glossary.txt/a.txt'])(
    'refuses %s, which only looks like a glossary',
    async (name) => {
      await course.add(VIDEO, name);

      expect(await refusal()).toContain(`${name} is not week`);
    },
  );

  it('reads the current folder', async () => {
    await course.add(VIDEO);
    const before = process.cwd();
    process.chdir(course.dir);

    const { files } = await readCourse('.', STRICT).finally(() => process.chdir(before));

    expect(files).toMatchObject([{ key: VIDEO, path: VIDEO }]);
  });

  it('accepts the layout with numbers of any length, and sorts by key', async () => {
    const names = [VIDEO, 'week10/lesson200/video3000.mp4', 'week0/lesson00/video0123456789.mp4'];
    await course.add(...names);

    expect(await course.keys()).toEqual(names.toSorted());
  });

  it.each([
    'video1.mp4',
    'week1/video1.mp4',
    'week1/lesson1/extra/video1.mp4',
    'week1/lesson1/video.mp4',
    'week1/lesson1/video1.MP4',
    'week1/lesson1/video1.mov',
    'week1/lesson1/video.mp4.part',
    'week1/lesson1/video 1.mp4',
    'Week1/lesson1/video1.mp4',
    'weekone/lesson1/video1.mp4',
    'week٣/lesson1/video1.mp4',
    'week1/lesson1/notes.txt',
    'done.txt',
    'runs/x/video1.mp4',
  ])('refuses %s, which is not in the layout', async (name) => {
    await course.add(VIDEO, name);

    const message = await refusal();

    expect(message).toContain(
      `UserError: 1 problem in ${course.dir}, so nothing was done:\n  ${name} is not week<`,
    );
    expect(message).toContain('--any-layout');
  });

  it('lists everything that is wrong, each with its reason', async () => {
    await course.add(VIDEO, 'notes.txt', 'week1/video2.mp4');
    await writeFile(course.at('week1/lesson1/video2.mp4'), '');
    await symlink('nowhere', course.at('week1/lesson1/video3.mp4'));
    await mkdir(course.at('elsewhere'));

    const message = await refusal();

    expect(message.split('\n').slice(1, 5)).toEqual([
      expect.stringContaining('notes.txt is not week<number>/'),
      '  week1/lesson1/video2.mp4 is empty (0 bytes)',
      '  week1/lesson1/video3.mp4 is a broken link',
      expect.stringContaining('week1/video2.mp4 is not week<number>/'),
    ]);
    expect(message).toContain('4 problems');
  });

  it('follows a link to a video', async () => {
    await course.add('elsewhere/.hidden.mp4');
    await mkdir(course.at('week1/lesson1'), { recursive: true });
    await symlink(course.at('elsewhere/.hidden.mp4'), course.at(VIDEO));

    expect((await course.read()).files).toMatchObject([{ key: VIDEO, size: 5 }]);
  });

  it('ignores files that systems and editors create', async () => {
    await course.add(VIDEO, '.DS_Store', 'week1/.git/config', 'week1/Thumbs.db', 'week1/lesson1/desktop.ini');
    await course.add('week1/lesson1/._video1.mp4');

    expect(await course.keys()).toEqual([VIDEO]);
    expect(await course.keys({ anyLayout: true })).toEqual([VIDEO]);
  });

  itUnlessRoot('names a video without read permission', async () => {
    await course.add(VIDEO);
    await chmod(course.at(VIDEO), 0);

    expect(await refusal()).toContain(`${VIDEO} cannot be read: check its permissions`);
  });

  it('says that a folder does not exist', async () => {
    await rm(course.dir, { recursive: true });

    expect(await refusal()).toBe(`UserError: There is no folder ${course.dir}.`);
  });

  it('says that a file is not a folder', async () => {
    await rm(course.dir, { recursive: true });
    await writeFile(course.dir, 'video');

    expect(await refusal()).toContain('is a file. Pass the course folder.');
  });

  it.each([
    ['empty', []],
    ['empty except for folders and hidden files', ['.DS_Store']],
  ])('says that a folder is %s', async (_what, names) => {
    await course.add(...names);
    await mkdir(course.at('week1/lesson1'), { recursive: true });

    expect(await refusal()).toBe(`UserError: ${course.dir} is empty: there is nothing to transcribe.`);
    expect(await refusal(true)).toContain('is empty');
  });

  it.each(['', '/', '/.', '/week1/..'])(
    'returns the same keys for the folder followed by “%s”',
    async (end) => {
      await course.add(VIDEO);

      expect((await readCourse(course.dir + end, STRICT)).files).toMatchObject([{ key: VIDEO }]);
    },
  );
});
