// What happens to the content of the buckets.
import { describe, expect, it } from '@jest/globals';
import { resourcesOf } from './read.ts';

const buckets = resourcesOf('template.yaml', true).filter(({ Type }) => Type === 'AWS::S3::Bucket');
const small = resourcesOf('template.yaml', false);

describe.each(buckets.map((bucket) => [bucket.name, bucket] as const))('%s', (name, { Properties }) => {
  it('keeps old versions for a while, and removes unfinished uploads', () => {
    expect(Properties).toMatchObject({
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: expect.arrayContaining([
          expect.objectContaining({
            AbortIncompleteMultipartUpload: { DaysAfterInitiation: expect.any(Number) },
          }),
          expect.objectContaining({ NoncurrentVersionExpiration: { NoncurrentDays: expect.any(Number) } }),
        ]),
      },
    });
  });

  it('is private, and encrypted with the given key or with S3’s', () => {
    const without = small.find((bucket) => bucket.name === name)?.Properties;
    const encryption = (by: object) => ({
      ServerSideEncryptionConfiguration: [expect.objectContaining({ ServerSideEncryptionByDefault: by })],
    });

    expect(Properties.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    });
    expect(Properties.BucketEncryption).toEqual(
      encryption({ SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'KmsKeyArn' }),
    );
    expect(without?.BucketEncryption).toEqual(encryption({ SSEAlgorithm: 'AES256' }));
  });

  it('logs its readers if a bucket for the logs is given', () => {
    expect(Properties.LoggingConfiguration).toMatchObject({ DestinationBucketName: 'AccessLogBucket' });
    expect(small.find((bucket) => bucket.name === name)?.Properties).not.toHaveProperty(
      'LoggingConfiguration',
    );
  });
});

describe('the stack', () => {
  it('keeps the transcripts, and nothing else, when it is deleted', () => {
    const kept = resourcesOf('template.yaml', true).filter(({ DeletionPolicy }) => DeletionPolicy);

    expect(kept.map(({ name, DeletionPolicy }) => [name, DeletionPolicy])).toEqual([
      ['TranscriptBucket', 'Retain'],
    ]);
  });
});
