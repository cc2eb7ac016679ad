import { describe, expect, it } from '@jest/globals';
import { normalisePrefix } from '../../../../services/uploader/settings/prefix.ts';
import { useTemporaryCourse } from '../course/temporary-course.ts';

describe('normalisePrefix', () => {
  it.each([
    ['', ''],
    ['/', ''],
    ['physics', 'physics/'],
    ['physics/', 'physics/'],
    ['/2026/physics/', '2026/physics/'],
    ['2026/runs', '2026/runs/'],
    ['runs2', 'runs2/'],
    ['a b/é', 'a b/é/'],
    ['cafe\u0301', 'caf\u00e9/'],
  ])('turns %j into %j', (text, prefix) => {
    expect(normalisePrefix(text)).toBe(prefix);
  });

  it.each([
    ['a//b', 'has two slashes in a row'],
    ['//a', 'has two slashes in a row'],
    ['//', 'has two slashes in a row'],
    ['a//', 'has two slashes in a row'],
    ['..', 'contains ..'],
    ['a/../b', 'contains ..'],
    ['./a', 'contains .,'],
    ['.uploader', 'would hide the transcripts'],
    ['a\\b', 'has a backslash'],
    ['a\nb', 'has a control character'],
    ['\ud800', 'is not valid Unicode'],
    ['runs', 'runs/ is reserved in the buckets'],
    ['/work/physics', 'work/ is reserved in the buckets'],
  ])('refuses %j', (text, message) => {
    expect(() => normalisePrefix(text)).toThrow(message);
    expect(() => normalisePrefix(text)).toThrow(expect.objectContaining({ name: 'UserError' }));
  });
});

describe('readCourse with a prefix', () => {
  const course = useTemporaryCourse();
  const VIDEO = 'week1/lesson1/video1.mp4';

  it('prepends it to each key, but not to the path', async () => {
    await course.add(VIDEO);

    expect((await course.read({ prefix: '2026/physics/' })).files).toMatchObject([
      { key: `2026/physics/${VIDEO}`, path: course.at(VIDEO) },
    ]);
  });

  it('accepts runs/ and work/ in a course, and suggests --prefix without one', async () => {
    await course.add('runs/a.mp4', 'work/b.mp4');

    expect(await course.keys({ anyLayout: true, prefix: 'p/' })).toEqual(['p/runs/a.mp4', 'p/work/b.mp4']);
    expect((await course.refusal({ anyLayout: true }))[1]).toMatch(
      /^ {2}runs\/a.mp4 is in runs\/ .* --prefix$/,
    );
  });

  it('counts it towards the length of the key', async () => {
    await course.add('a.mp4');
    const prefix = `${'p'.repeat(200)}/`.repeat(5);

    expect(await course.keys({ anyLayout: true, prefix })).toEqual([`${prefix}a.mp4`]);
    expect((await course.refusal({ anyLayout: true, prefix: `${prefix}${'p'.repeat(20)}/` }))[1]).toContain(
      "a.mp4 is longer than S3's limit of 1024 bytes",
    );
  });
});
