import { describe, expect, it } from '@jest/globals';
import { commonFolder, findObjects } from '../../../../services/uploader/runs/objects.ts';
import { etagOf, fakeBucket } from '../../fakes.ts';

describe('commonFolder', () => {
  it.each([
    [[], ''],
    [['a.mp4'], ''],
    [['c/w1/a.mp4'], 'c/w1/'],
    [['c/w1/a.mp4', 'c/w1/b.mp4'], 'c/w1/'],
    [['c/week1/a.mp4', 'c/week2/a.mp4', 'c/week10/a.mp4'], 'c/'],
    [['c/a.mp4', 'd/a.mp4'], ''],
    [['a.mp4', 'week1/b.mp4'], ''],
    [['a/b/c.mp4', 'a/bc/d.mp4'], 'a/'],
    [['week1/a.mp4', 'week10/a.mp4'], ''],
    // Both names begin with the same half of a surrogate pair.
    [['c/👋.mp4', 'c/👍.mp4'], 'c/'],
  ])('for %j is %j', (names, folder) => {
    expect(commonFolder(names)).toBe(folder);
  });
});

describe('findObjects', () => {
  const many = Array.from({ length: 60 }, (_, index) => `c/${index}.mp4`);

  it.each([
    ['a few', many.slice(0, 5), 5, 0],
    ['many', many, 0, 1],
  ])('finds %s with as few requests as possible', async (_what, names, heads, lists) => {
    const bucket = fakeBucket('videos', Object.fromEntries(many.map((name) => [name, name])));
    await bucket.write('c/other.mp4', 'other');
    const asked = { heads: 0, lists: 0 };
    const { head, list } = bucket;
    bucket.head = (key) => {
      asked.heads += 1;
      return head(key);
    };
    bucket.list = (prefix) => {
      asked.lists += 1;
      return list(prefix);
    };

    const found = await findObjects(bucket, names);

    expect(asked).toEqual({ heads, lists });
    expect([...found.keys()].toSorted()).toEqual(names.toSorted());
    expect(found.get('c/3.mp4')).toEqual({ etag: etagOf('c/3.mp4'), size: 7 });
  });

  it.each([[1], [60]])('leaves out missing objects (%i names)', async (asked) => {
    const names = many.slice(0, asked).map((name) => `${name}.gone`);

    expect(await findObjects(fakeBucket('videos', { 'c/1.mp4': 'v' }), names)).toEqual(new Map());
  });
});
