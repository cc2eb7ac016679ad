import { mkdir, realpath, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { readCourse } from '../../../../services/uploader/course/read.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { STRICT, useTemporaryCourse } from './temporary-course.ts';

const VIDEO = 'week1/lesson1/video1.mp4';

describe('readCourse and symbolic links', () => {
  const course = useTemporaryCourse();
  let elsewhere: string;
  beforeEach(() => {
    elsewhere = temporaryFolder();
  });
  const link = (target: string, path: string) => symlink(target, course.at(path));

  it('follows a link to a folder, in both layouts', async () => {
    await course.add('elsewhere/week2/lesson1/video1.mp4');
    await rename(course.at('elsewhere/week2'), join(elsewhere, 'any name'));
    await rm(course.at('elsewhere'), { recursive: true });
    await course.add(VIDEO);
    await link(join(elsewhere, 'any name'), 'week2');

    const keys = [VIDEO, 'week2/lesson1/video1.mp4'];
    expect(await course.keys()).toEqual(keys);
    expect(await course.keys({ anyLayout: true })).toEqual(keys);
  });

  it('reads each folder once, by its own name rather than by that of a link', async () => {
    await course.add('m/a.mp4');
    await link('m', 'before');
    await link('m', 'z');

    expect(await course.keys({ anyLayout: true })).toEqual(['m/a.mp4']);
    expect(await course.leftOut({ anyLayout: true })).toEqual([
      'before/: the same folder as m/',
      'z/: the same folder as m/',
    ]);
  });

  it('reads a folder elsewhere by the first of two links to it', async () => {
    await course.add('x/sub/a.mp4');
    await rename(course.at('x'), join(elsewhere, 'x'));
    await link(join(elsewhere, 'x'), 'b');
    await link(join(elsewhere, 'x'), 'c');
    await link(join(elsewhere, 'x/sub'), 'a');

    expect(await course.keys({ anyLayout: true })).toEqual(['a/a.mp4']);
    expect(await course.leftOut({ anyLayout: true })).toEqual([
      'b/sub/: the same folder as a/',
      'c/: the same folder as b/',
    ]);
  });

  it('ends if links loop', async () => {
    await course.add('a/1.mp4', 'b/2.mp4');
    await link('..', 'a/up');
    await link('../b', 'a/b');
    await link('../a', 'b/a');
    await link('.', 'self');
    await link(course.dir, 'b/whole');

    expect(await course.keys({ anyLayout: true })).toEqual(['a/1.mp4', 'b/2.mp4']);
    expect(await course.leftOut({ anyLayout: true })).toEqual([
      'a/b/: the same folder as b/',
      'a/up/: the same folder as the course',
      'b/a/: the same folder as a/',
      'b/whole/: the same folder as the course',
      'self/: the same folder as the course',
    ]);
  });

  it('does not follow a link to a folder that contains the course', async () => {
    await course.add('a.mp4');
    await link(tmpdir(), 'up');
    await link('/', 'all');

    expect(await course.keys({ anyLayout: true })).toEqual(['a.mp4']);
    expect(await course.leftOut({ anyLayout: true })).toEqual([
      'all/: a folder that contains the course',
      'up/: a folder that contains the course',
    ]);
  });

  it('follows a link to a hidden folder of the course, which is not read otherwise', async () => {
    await course.add('.store/a.mp4');
    await link('.store', 'shown');

    expect(await course.keys({ anyLayout: true })).toEqual(['shown/a.mp4']);
  });

  it('refuses a folder, or a link to one, in the place of a video', async () => {
    await course.add(VIDEO);
    await mkdir(join(elsewhere, 'folder'));
    await link(join(elsewhere, 'folder'), 'week1/lesson1/video2.mp4');
    await mkdir(course.at('week1/lesson1/video3.mp4'));

    expect((await course.refusal()).slice(1, 3)).toEqual([
      '  week1/lesson1/video2.mp4/ is a folder, not a file',
      '  week1/lesson1/video3.mp4/ is a folder, not a file',
    ]);
  });

  it('names broken links and loops in the place of videos', async () => {
    await course.add('a.mp4');
    await link('nowhere', 'b.mp4');
    await link('c.mp4', 'c.mp4');
    await link('a.mp4/x', 'd.mp4');
    await link('nowhere', 'notes.pdf');

    expect((await course.refusal({ anyLayout: true })).slice(0, 4)).toEqual([
      expect.stringContaining('3 problems'),
      '  b.mp4 is a broken link',
      '  c.mp4 is a link that loops',
      '  d.mp4 is a broken link',
    ]);
  });

  it('leaves out a link to a file or folder by its own name', async () => {
    await course.add('a.mp4', 'm/b.mp4');
    await link('nowhere', 'c.mp4');
    await link(elsewhere, 'd');
    await link(elsewhere, 'e');

    expect(await course.leftOut({ anyLayout: true, exclude: ['c.mp4', 'd/', 'e'] })).toEqual([
      'c.mp4: --exclude "c.mp4"',
      'd/: --exclude "d/"',
      'e: --exclude "e"',
    ]);
  });

  it('reads a course through a link to it, with the same keys', async () => {
    await course.add(VIDEO);
    await symlink(course.dir, join(elsewhere, 'link'));

    expect((await readCourse(join(elsewhere, 'link'), STRICT)).files).toMatchObject([
      { key: VIDEO, path: join(elsewhere, 'link', VIDEO) },
    ]);
    expect((await readCourse(join(elsewhere, 'link/'), STRICT)).files).toHaveLength(1);
  });

  it('names a course that is a broken link or a loop', async () => {
    const path = join(elsewhere, 'loop');
    await symlink(path, path);
    await symlink('nowhere', join(elsewhere, 'lost'));

    await expect(readCourse(path, STRICT)).rejects.toThrow(
      `${path} cannot be read: it is a link that loops.`,
    );
    await expect(readCourse(join(elsewhere, 'lost'), STRICT)).rejects.toThrow('There is no folder');
  });
});

describe('readCourse and --out', () => {
  const course = useTemporaryCourse();

  it.each(['texts', 'week1/texts', './texts/'])(
    'leaves out the transcripts in %s of the course',
    async (out) => {
      await course.add(VIDEO, `${out}/${VIDEO.replace('mp4', 'txt')}`, `${out}/stray.mp4`);

      expect(await course.leftOut({ out: `${course.dir}/${out}` })).toEqual([
        `${out.replace(/^\.\//, '').replace(/\/$/, '')}/: the folder of the transcripts`,
      ]);
    },
  );

  it('also recognises them through a link', async () => {
    await course.add(VIDEO, 'texts/a.mp4');
    await symlink('texts', course.at('latest'));

    expect(await course.leftOut({ out: course.at('latest') })).toEqual([
      'latest/: the folder of the transcripts',
      'texts/: the folder of the transcripts',
    ]);
  });

  it('may be the course itself, with transcripts beside the videos', async () => {
    await course.add(VIDEO, ...['txt', 'srt', 'vtt', 'json'].map((end) => VIDEO.replace('mp4', end)));

    expect(await course.keys({ out: course.dir })).toEqual([VIDEO]);
    expect(await course.leftOut({ out: course.dir })).toHaveLength(4);
    expect(await course.keys({ out: course.dir, anyLayout: true })).toEqual([VIDEO]);
  });

  it('may contain the course, or not exist yet', async () => {
    await course.add(`in/${VIDEO}`);

    for (const out of [course.dir, await realpath(course.dir), '/', course.at('none'), course.at('in/none')])
      expect((await readCourse(course.at('in'), { ...STRICT, out })).files).toHaveLength(1);
  });

  it('reads the course given as . or .. with the same keys', async () => {
    await course.add(VIDEO);
    const before = process.cwd();
    try {
      process.chdir(course.at('week1'));
      expect((await readCourse('..', { ...STRICT, out: '../texts' })).files).toMatchObject([
        { key: VIDEO, path: join('..', VIDEO) },
      ]);
      process.chdir(course.dir);
      expect((await readCourse('.', { ...STRICT, out: '.' })).files).toMatchObject([
        { key: VIDEO, path: VIDEO },
      ]);
      expect((await readCourse('./', STRICT)).files).toMatchObject([{ key: VIDEO, path: VIDEO }]);
    } finally {
      process.chdir(before);
    }
  });
});
