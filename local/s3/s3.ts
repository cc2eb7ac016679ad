// The part of S3 that this project uses: from a request to an answer, independent of HTTP (http.ts). Checks what S3 checks,
// except signatures: whoever reaches it on loopback may do anything.
import type { Act, Answer, StoredBucket } from './bucket.ts';
import { makeComplete } from './complete.ts';
import { S3Error } from './errors.ts';
import { listObjects } from './list.ts';
import { deleteObject, deleteObjects, getObject, makePutObject, type Writing } from './objects.ts';
import type { Operation, S3Request } from './request.ts';
import type { ObjectStore } from './store.ts';
import { makeTurns } from './turns.ts';
import { abortUpload, createUpload, listParts, listUploads, makeUploadPart } from './uploads.ts';
import { errorXml, toXml } from './xml.ts';

/** Throws only if the body breaks off. */
export type S3 = (request: S3Request) => Promise<Answer>;

export const makeStoredBucket = (name: string, objects: ObjectStore, uploads: ObjectStore): StoredBucket => ({
  ...{ name, objects, uploads },
  turn: makeTurns(),
  uploadTurn: makeTurns(),
});

export const makeS3 = (buckets: StoredBucket[], options: Writing): S3 => {
  const acts: Record<Exclude<Operation, 'ListBuckets'>, Act> = {
    HeadBucket: async () => ({ status: 200, headers: {} }),
    GetBucketLocation: async () => xml('LocationConstraint', ''),
    ListObjectsV2: listObjects,
    ListMultipartUploads: listUploads,
    DeleteObjects: deleteObjects,
    PutObject: makePutObject(options),
    UploadPart: makeUploadPart(options),
    CreateMultipartUpload: createUpload,
    CompleteMultipartUpload: makeComplete(options),
    AbortMultipartUpload: abortUpload,
    ListParts: listParts,
    DeleteObject: deleteObject,
    HeadObject: getObject,
    GetObject: getObject,
  };
  const Bucket = buckets.map(({ name }) => ({ Name: name, CreationDate: new Date(0).toISOString() }));
  return async (request) => {
    try {
      if (request.operation === 'ListBuckets') return xml('ListAllMyBucketsResult', { Buckets: { Bucket } });
      const bucket = buckets.find(({ name }) => name === request.bucket);
      if (!bucket) throw new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist.');
      return await acts[request.operation](request, bucket);
    } catch (error) {
      if (error instanceof S3Error) return errorAnswer(error);
      throw error;
    }
  };
};

const xml = (root: string, content: Parameters<typeof toXml>[1]): Answer => ({
  status: 200,
  headers: {},
  body: toXml(root, content),
});

export const errorAnswer = ({ status, code, message }: S3Error): Answer => ({
  status,
  headers: {},
  body: errorXml(code, message),
});
