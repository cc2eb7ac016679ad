// A destination with in-memory buckets and no runs.
import { S3Client } from '@aws-sdk/client-s3';
import type { Destination } from '../../../services/uploader/destination/destination.ts';
import { fakeBucket } from '../fakes.ts';

export const fakeDestination = () =>
  ({
    name: 'a fake',
    s3: new S3Client({ region: 'local' }),
    videos: fakeBucket('videos'),
    transcripts: fakeBucket('transcripts'),
    isUpToDate: async (origin) => origin !== undefined,
    close: async () => {},
  }) satisfies Destination;
