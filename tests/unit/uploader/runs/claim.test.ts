import { cp, mkdir, readdir, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { assertUnclaimed, claimFolder } from '../../../../services/uploader/runs/claim.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aTranscript } from '../../fakes.ts';

const VIDEOS = ['week1/lesson1/video1', 'week1/lesson1/video2', 'week2/lesson1/video1'];

describe('claimFolder', () => {
  let at: string;
  let out: string;
  beforeEach(() => {
    at = temporaryFolder();
    out = join(at, 'transcripts');
  });

  const write = async (path: string, text: string) => {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  };
  /** A course whose videos have `size` bytes, `size` + 1 and so on. */
  const course = async (name: string, size: number) => {
    for (const [index, video] of VIDEOS.entries()) {
      await write(join(at, name, `${video}.mp4`), '');
      await truncate(join(at, name, `${video}.mp4`), size + index);
    }
    return { name, sizes: new Map(VIDEOS.map((video, index) => [`${video}.mp4`, size + index])) };
  };
  type Course = Awaited<ReturnType<typeof course>>;
  const callOf = ({ name, sizes }: Course, prefix: string): Parameters<typeof claimFolder> => [
    out,
    { dir: join(at, name), ...(prefix && { prefix }) },
    {
      keys: [...sizes.keys()].map((key) => prefix + key),
      sizeOf: async (key) => sizes.get(key.slice(prefix.length)),
    },
  ];
  const claim = (of: Course, { prefix = '' } = {}) => claimFolder(...callOf(of, prefix));
  const check = (of: Course) => assertUnclaimed(...callOf(of, ''));
  /** Writes the transcripts as a run does. */
  const transcribe = async ({ sizes }: Course) => {
    for (const [key, fileSize] of sizes) {
      const source = { ...aTranscript().source, key, fileSize };
      await write(join(out, key.replace('.mp4', '.json')), JSON.stringify(aTranscript({ source })));
    }
  };
  const transcribedBiology = async (): Promise<Course> => {
    const biology = await course('biology', 100);
    await claim(biology);
    await transcribe(biology);
    return biology;
  };
  const REFUSED = anError(
    'UserError',
    /is the folder of another course, from .*biology.* --out another-folder/,
  );

  it('refuses another course', async () => {
    await transcribedBiology();

    await expect(claim(await course('physics', 200))).rejects.toEqual(REFUSED);
    await expect(check(await course('physics', 200))).rejects.toEqual(REFUSED);
  });

  it('refuses another course before the first one is transcribed', async () => {
    await claim(await course('biology', 100));

    await expect(claim(await course('physics', 200))).rejects.toEqual(REFUSED);
  });

  it('refuses another course without any names in common with the first one', async () => {
    await transcribedBiology();

    const physics = { name: 'physics', sizes: new Map([['week7/lesson1/video1.mp4', 7]]) };
    await mkdir(join(at, 'physics'));
    await expect(claim(physics)).rejects.toEqual(REFUSED);
  });

  it('refuses another course after the first one was removed', async () => {
    await transcribedBiology();
    await rm(join(at, 'biology'), { recursive: true });

    await expect(claim(await course('physics', 200))).rejects.toEqual(REFUSED);
  });

  it.each([
    ['written by a version without course.json', (folder: string) => rm(folder, { recursive: true })],
    ['with a damaged course.json', (folder: string) => writeFile(join(folder, 'course.json'), '{"cour')],
  ])('refuses another course and accepts the same one in a folder %s', async (_what, damage) => {
    const biology = await transcribedBiology();
    await damage(join(out, '.uploader'));

    await expect(claim(await course('physics', 200))).rejects.toEqual(
      anError('UserError', /another course, so the transcripts of .*physics .* move .* elsewhere/),
    );
    await claim(biology);
  });

  it('accepts the same course again, even if its videos changed', async () => {
    await transcribedBiology();

    await claim(await course('biology', 500));
  });

  it('accepts a course that was moved, or copied and continued', async () => {
    const biology = await transcribedBiology();
    await rename(join(at, 'biology'), join(at, 'biology 2025'));
    await claim({ ...biology, name: 'biology 2025' });
    await cp(join(at, 'biology 2025'), join(at, 'biology 2026'), { recursive: true });

    const sizes = new Map([
      ...biology.sizes,
      ['week1/lesson1/video2.mp4', 7],
      ['week9/lesson1/video1.mp4', 8],
    ] as const);
    await claim({ name: 'biology 2026', sizes });
  });

  it('accepts courses with different prefixes in one folder', async () => {
    await claim(await course('biology', 100), { prefix: 'bio/' });
    await claim(await course('physics', 200), { prefix: 'phy/' });

    await expect(claim(await course('chemistry', 300), { prefix: 'bio/' })).rejects.toEqual(REFUSED);
  });

  it('writes nothing if it only checks', async () => {
    await check(await course('biology', 100));

    expect(await readdir(at)).toEqual(['biology']);
  });

  it('refuses other videos from another bucket, but accepts the same videos', async () => {
    const biology = await transcribedBiology();
    const fetching = (bucket: string, { sizes }: Course) =>
      claimFolder(out, { bucket }, { keys: [...sizes.keys()], sizeOf: async (key) => sizes.get(key) });

    await fetching('mine', biology);
    await fetching('mine', await course('physics', 200));
    await expect(fetching('theirs', await course('physics', 200))).rejects.toEqual(REFUSED);
  });

  it('says that a file is in the place of the folder', async () => {
    await write(out, 'a file');

    await expect(claim(await course('biology', 100))).rejects.toEqual(
      anError('InTheWay', 'there is a file where a folder should be'),
    );
  });
});
