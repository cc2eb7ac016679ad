// Multipart uploads of the store's S3 server. send/resume.test.ts tests how the uploader uses them.
import { utimes } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BUCKETS, openStore, type ServedStore, VIDEO_BUCKET } from '../../../local/store.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { etagOf } from '../fakes.ts';

const Bucket = VIDEO_BUCKET;
const KEY = 'week 1/<a> & "b"\'s\ré %20.mp4';

describe('the store', () => {
  let folder: string;
  let store: ServedStore;
  beforeEach(async () => {
    folder = temporaryFolder();
    store = await openStore(folder);
  });
  afterEach(() => store.close());

  const begin = async (Key = KEY) => {
    const { UploadId = '' } = await store.s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    return UploadId;
  };
  const sendPart = (UploadId: string, PartNumber: number, Body: string) =>
    store.s3.send(new UploadPartCommand({ Bucket, Key: KEY, UploadId, PartNumber, Body }));
  const uploads = async (Prefix?: string) => {
    const { Uploads = [] } = await store.s3.send(new ListMultipartUploadsCommand({ Bucket, Prefix }));
    return Uploads.map(({ Key, UploadId }) => [Key, UploadId]);
  };
  const parts = async (UploadId: string) => {
    const { Parts = [] } = await store.s3.send(new ListPartsCommand({ Bucket, Key: KEY, UploadId }));
    return Parts.map(({ PartNumber, Size, ETag }) => [PartNumber, Size, ETag]);
  };
  const complete = (UploadId: string, more = {}) => {
    const Parts = [{ PartNumber: 1, ETag: etagOf('one') }];
    const input = { Bucket, Key: KEY, UploadId, MultipartUpload: { Parts }, ...more };
    return store.s3.send(new CompleteMultipartUploadCommand(input));
  };

  it('lists uploads that have begun, whatever their keys contain', async () => {
    const id = await begin();
    const other = await begin('other.mp4');

    expect((await uploads()).toSorted()).toEqual(
      [
        [KEY, id],
        ['other.mp4', other],
      ].toSorted(),
    );
    expect(await uploads('week 1/')).toEqual([[KEY, id]]);
  });

  it('lists the parts that have arrived', async () => {
    const id = await begin();
    for (const part of [12, 1, 2]) await sendPart(id, part, `part ${part}`);

    expect(await parts(id)).toEqual([
      [1, 6, `"${etagOf('part 1')}"`],
      [2, 6, `"${etagOf('part 2')}"`],
      [12, 7, `"${etagOf('part 12')}"`],
    ]);
  });

  it('forgets an aborted upload', async () => {
    const id = await begin();
    await sendPart(id, 1, 'one');

    await store.s3.send(new AbortMultipartUploadCommand({ Bucket, Key: KEY, UploadId: id }));

    expect(await uploads()).toEqual([]);
    const gone = { name: 'NoSuchUpload' };
    await expect(parts(id)).rejects.toMatchObject(gone);
    await expect(sendPart(id, 2, 'two')).rejects.toMatchObject(gone);
    await expect(complete(id)).rejects.toMatchObject(gone);
  });

  it('completes an upload once, even if two requests arrive at the same time', async () => {
    const id = await begin();
    await sendPart(id, 1, 'one');

    const ends = await Promise.allSettled([complete(id), complete(id)]);

    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('completes it once even if one of several requests is refused', async () => {
    const id = await begin();
    await sendPart(id, 1, 'one');
    const refused = complete(id, { IfMatch: '"other"' });

    const ends = await Promise.allSettled([refused, complete(id), complete(id), complete(id)]);

    const reasons = ends.filter((end) => end.status === 'rejected').map(({ reason }) => reason.name);
    expect(reasons).toHaveLength(3);
    expect(['NoSuchKey', 'NoSuchUpload', 'PreconditionFailed']).toEqual(expect.arrayContaining(reasons));
  });

  it('keeps the current object if uploading a new version breaks off', async () => {
    await store.s3.send(new PutObjectCommand({ Bucket, Key: 'a.mp4', Body: 'old' }));
    const sending = request(`${store.endpoint}/${Bucket}/a.mp4`, {
      method: 'PUT',
      headers: { 'content-length': 1_000 },
    });
    sending.on('error', () => {});
    sending.write('new');
    await sleep(100);
    sending.destroy();
    await sleep(100);

    const { Body } = await store.s3.send(new GetObjectCommand({ Bucket, Key: 'a.mp4' }));

    expect(await Body?.transformToString()).toBe('old');
  });

  it.each([
    ['If-None-Match if there is no object', { IfNoneMatch: '*' }, undefined, undefined],
    ['If-None-Match if there is an object', { IfNoneMatch: '*' }, 'old', 'PreconditionFailed'],
    ['If-Match with the current ETag', { IfMatch: `"${etagOf('old')}"` }, 'old', undefined],
    ['If-Match with another ETag', { IfMatch: '"other"' }, 'old', 'PreconditionFailed'],
    ['If-Match if there is no object', { IfMatch: '"other"' }, undefined, 'NoSuchKey'],
  ])('obeys %s', async (_what, condition, stands, refusal) => {
    if (stands) await store.s3.send(new PutObjectCommand({ Bucket, Key: KEY, Body: stands }));
    const id = await begin();
    await sendPart(id, 1, 'one');
    const outcome = (answer: Promise<unknown>) =>
      answer.then(
        () => undefined,
        (error) => error.name,
      );

    expect(await outcome(complete(id, condition))).toBe(refusal);
    if (refusal === undefined) return;
    const put = new PutObjectCommand({ Bucket, Key: KEY, Body: 'new', ...condition });
    expect(await outcome(store.s3.send(put))).toBe(refusal);
  });

  it('keeps an upload for a week', async () => {
    const [old, recent] = [await begin(), await begin('recent.mp4')];
    const weekAgo = Date.now() / 1_000 - 8 * 24 * 60 * 60;
    await utimes(join(folder, BUCKETS, '.s3', Bucket, 'uploads', old, 'upload'), weekAgo, weekAgo);
    await store.close();

    store = await openStore(folder);

    expect(await uploads()).toEqual([['recent.mp4', recent]]);
  });
});
