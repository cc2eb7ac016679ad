import { describe, expect, it } from '@jest/globals';
import { useTemporaryCourse } from './temporary-course.ts';

const ANY = { anyLayout: true };

describe('readCourse with any layout', () => {
  const course = useTemporaryCourse();
  const keys = () => course.keys(ANY);
  const refusal = async () => (await course.refusal(ANY)).join('\n');

  it.each(['mp4', 'mov', 'mkv', 'webm', 'avi', 'm4v', 'm4a', 'mp3', 'wav', 'flac', 'ogg', 'MP4', 'WebM'])(
    'accepts .%s at any depth',
    async (extension) => {
      const names = [`one.${extension}`, `a/b/c/d/two.${extension}`];
      await course.add(...names);

      expect(await keys()).toEqual(names.toSorted());
    },
  );

  it.each([
    'a talk (final) [v2].mp4',
    '50% + more & less.mp4',
    `it's "quoted".mp4`,
    'Füße 日本語 👋🏽.mp4',
    'a\\b.mp4',
    'dots.in.name.mp4',
    '-rf.mp4',
  ])('keeps the name %j unchanged', async (name) => {
    await course.add(`any where/${name}`);

    expect((await course.read(ANY)).files).toMatchObject([
      { key: `any where/${name}`, path: course.at('any where', name) },
    ]);
  });

  it('leaves out files other than media', async () => {
    await course.add('a.mp4', 'notes.txt', 'slides.pdf', 'README', 'mp4/list.m3u8', 'b.mp4.part', 'done.txt');

    expect(await keys()).toEqual(['a.mp4']);
  });

  it('says that a folder contains no media', async () => {
    await course.add('notes.txt');

    expect(await refusal()).toContain(`UserError: ${course.dir} has no media (mp4 mov mkv`);
  });

  it.each(['runs/a.mp4', 'work/deep/b.mp3'])('refuses %s, whose key is reserved', async (name) => {
    await course.add('a.mp4', name);

    expect(await refusal()).toContain(`  ${name} is in runs/ or work/, which are reserved in the buckets`);
  });

  it('accepts folders whose names only look reserved', async () => {
    const names = ['a/runs/b.mp4', 'runs2/a.mp4', 'works.mp4'];
    await course.add(...names);

    expect(await keys()).toEqual(names);
  });

  it('refuses videos that would have the same transcript, and names both', async () => {
    await course.add('week1/a.mp4', 'week1/a.MOV', 'week1/b.mp4', 'week2/a.mp4', 'week1/a.b.mp4');

    expect((await refusal()).split('\n').slice(0, 3)).toEqual([
      `UserError: 2 problems in ${course.dir}, so nothing was done:`,
      '  week1/a.MOV would have the same transcript as week1/a.mp4',
      '  week1/a.mp4 would have the same transcript as week1/a.MOV',
    ]);
  });

  /** A key of this many bytes, with folder names of 100 two-byte letters. */
  const keyOf = (byteLength: number): string => {
    const folders = `${'é'.repeat(100)}/`.repeat(5);
    return `${folders}${'x'.repeat(byteLength - Buffer.byteLength(folders) - 4)}.mp4`;
  };

  it('accepts a key of 1,023 bytes, so that the key of its json has S3’s maximum length', async () => {
    await course.add(keyOf(1_023));

    expect(await keys()).toEqual([keyOf(1_023)]);
  });

  it('refuses a key if that of its json exceeds S3’s limit in bytes', async () => {
    await course.add(keyOf(1_024));

    expect(keyOf(1_024).length).toBeLessThan(600);
    expect(await refusal()).toContain(`${keyOf(1_024)} is longer than S3's limit of 1024 bytes`);
  });
});
