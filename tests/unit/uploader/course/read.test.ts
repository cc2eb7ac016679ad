import { chmod, mkdir, mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readCourse } from '../../../../services/uploader/course/read.ts';

const STRICT = { anyLayout: false, out: '', include: [], exclude: [], prefix: '' };

const VIDEO = 'week1/lesson1/video1.mp4';

/** root may read everything. */
const itUnlessRoot = process.getuid?.() === 0 ? it.skip : it;

describe('readCourse', () => {
  let dir: string;
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'course test-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  const add = async (...names: string[]) => {
    for (const name of names) {
      await mkdir(dirname(join(dir, name)), { recursive: true });
      await writeFile(join(dir, name), 'video');
    }
  };
  const keysOf = async (anyLayout: boolean) =>
    (await readCourse(dir, { ...STRICT, anyLayout })).files.map(({ key }) => key);
  const refusal = (anyLayout = false): Promise<string> =>
    readCourse(dir, { ...STRICT, anyLayout }).then(
      () => 'taken',
      (error) => `${error.name}: ${error.message}`,
    );

  it('gives each video with its place, its size and its time', async () => {
    await add(VIDEO);

    const { files: course } = await readCourse(dir, STRICT);

    const { mtimeMs } = await stat(join(dir, VIDEO));
    expect(course).toEqual([{ key: VIDEO, path: join(dir, VIDEO), size: 5, modifiedMs: mtimeMs }]);
  });

  it('leaves out the glossaries, wherever they are', async () => {
    await add(
      VIDEO,
      'glossary.txt',
      'week1/glossary.txt',
      'week1/lesson1/glossary.txt',
      'other/glossary.txt',
    );

    expect(await keysOf(false)).toEqual([VIDEO]);
  });

  it.each([false, true])(
    'leaves out the course page, where the course is its own --out',
    async (anyLayout) => {
      const page = ['index.html', 'corrections.json', 'page/app-0123456789abcdef.js'];
      await add(VIDEO, ...page);

      const { files, leftOut } = await readCourse(dir, { ...STRICT, anyLayout });

      expect(files.map(({ key }) => key)).toEqual([VIDEO]);
      expect(leftOut).toEqual(page.toSorted().map((path) => ({ path, reason: 'a file of the course page' })));
    },
  );

  it.each(['my-glossary.txt', 'week1/Glossary.txt', 'glossary.txt/a.txt'])(
    'refuses %s, which only looks like a glossary',
    async (name) => {
      await add(VIDEO, name);

      expect(await refusal()).toContain(`${name} is not week`);
    },
  );

  it('takes the folder that one stands in', async () => {
    await add(VIDEO);
    const before = process.cwd();
    process.chdir(dir);

    const { files } = await readCourse('.', STRICT).finally(() => process.chdir(before));

    expect(files).toMatchObject([{ key: VIDEO, path: VIDEO }]);
  });

  it('takes the layout with numbers of any length, sorted by key', async () => {
    const names = [VIDEO, 'week10/lesson200/video3000.mp4', 'week0/lesson00/video0123456789.mp4'];
    await add(...names);

    expect(await keysOf(false)).toEqual(names.toSorted());
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
    await add(VIDEO, name);

    const message = await refusal();

    expect(message).toContain(
      `UserError: One thing is wrong in ${dir}, so nothing was done:\n  ${name} is not week<`,
    );
    expect(message).toContain('--any-layout');
  });

  it('names everything that is wrong at once, each with its reason', async () => {
    await add(VIDEO, 'notes.txt', 'week1/video2.mp4');
    await writeFile(join(dir, 'week1/lesson1/video2.mp4'), '');
    await symlink('nowhere', join(dir, 'week1/lesson1/video3.mp4'));
    await mkdir(join(dir, 'elsewhere'));

    const message = await refusal();

    expect(message.split('\n').slice(1, 5)).toEqual([
      expect.stringContaining('notes.txt is not week<number>/'),
      '  week1/lesson1/video2.mp4 is empty (0 bytes)',
      '  week1/lesson1/video3.mp4 is a broken link',
      expect.stringContaining('week1/video2.mp4 is not week<number>/'),
    ]);
    expect(message).toContain('4 things are wrong');
  });

  it('follows a link to a video', async () => {
    await add('elsewhere/.hidden.mp4');
    await mkdir(join(dir, 'week1/lesson1'), { recursive: true });
    await symlink(join(dir, 'elsewhere/.hidden.mp4'), join(dir, VIDEO));

    expect((await readCourse(dir, STRICT)).files).toMatchObject([{ key: VIDEO, size: 5 }]);
  });

  it('ignores what systems and editors leave', async () => {
    await add(VIDEO, '.DS_Store', 'week1/.git/config', 'week1/Thumbs.db', 'week1/lesson1/desktop.ini');
    await add('week1/lesson1/._video1.mp4');

    expect(await keysOf(false)).toEqual([VIDEO]);
    expect(await keysOf(true)).toEqual([VIDEO]);
  });

  itUnlessRoot('names a video that may not be read', async () => {
    await add(VIDEO);
    await chmod(join(dir, VIDEO), 0);

    expect(await refusal()).toContain(`${VIDEO} may not be read by you`);
  });

  it('says of a folder that is not there that there is none', async () => {
    await rm(dir, { recursive: true });

    expect(await refusal()).toBe(`UserError: There is no folder ${dir}.`);
  });

  it('says of a file that it is none', async () => {
    await rm(dir, { recursive: true });
    await writeFile(dir, 'video');

    expect(await refusal()).toContain('is a file. Pass the folder');
  });

  it.each([
    ['empty', []],
    ['empty, but for folders and hidden files', ['.DS_Store']],
  ])('says of a folder that it is %s', async (_what, names) => {
    await add(...names);
    await mkdir(join(dir, 'week1/lesson1'), { recursive: true });

    expect(await refusal()).toBe(`UserError: ${dir} is empty: there is nothing to transcribe.`);
    expect(await refusal(true)).toContain('is empty');
  });

  it.each(['', '/', '/.', '/week1/..'])(
    'gives the same keys for the folder written with “%s” behind',
    async (end) => {
      await add(VIDEO);

      expect((await readCourse(dir + end, STRICT)).files).toMatchObject([{ key: VIDEO }]);
    },
  );
});
