import { describe, expect, it } from '@jest/globals';
import pLimit from 'p-limit';
import { openStore, VIDEO_BUCKET } from '../../../local/store.ts';
import { makeBucket } from '../../../services/shared/aws/bucket.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { useEach } from '../../fixtures/use-each.ts';

describe('lists of objects', () => {
  const store = useEach(() => openStore(temporaryFolder()));

  it('returns more objects than fit on one page of S3, each once', async () => {
    const videos = makeBucket(store.s3, VIDEO_BUCKET);
    // One file's name begins like the name of a folder: there, the order of files differs from S3's.
    const keys = ['a.mp4', ...Array.from({ length: 1_100 }, (_, index) => `a/${index}.mp4`)];
    const limit = pLimit(20);
    await Promise.all(keys.map((key) => limit(() => videos.write(key, key))));

    const found = (await Array.fromAsync(videos.list(''))).map(({ Key }) => Key);

    expect(found.toSorted()).toEqual(keys.toSorted());
    expect(await videos.folders('')).toEqual(['a/']);
    await videos.removeAll('');
    expect(await Array.fromAsync(videos.list(''))).toEqual([]);
  });

  it('returns keys unchanged, even if XML would change them', async () => {
    const videos = makeBucket(store.s3, VIDEO_BUCKET);
    const odd = ['a & b.mp4', 'a &amp; b.mp4', '<a> "b".mp4', '&#38;.mp4', '100%+#é🎉.mp4'];
    const keys = [...odd, "it's/c & d/e.mp4"];
    for (const key of keys) await videos.write(key, key);

    const found = await Array.fromAsync(videos.list(''));

    expect(found.map(({ Key }) => Key).toSorted()).toEqual(keys.toSorted());
    expect(await videos.folders("it's/")).toEqual(["it's/c & d/"]);
    await videos.removeAll('');
    expect(await Array.fromAsync(videos.list(''))).toEqual([]);
  });
});
