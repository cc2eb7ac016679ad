// Settings that every AWS client shares, in the functions and in the uploader.
import type { S3ClientConfig } from '@aws-sdk/client-s3';

/** Endpoints other than AWS's have no host name for each bucket. */
export const needsPathStyle = (): boolean =>
  Boolean(process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL);

/** Sets everything that the SDK would look for in AWS_* and in ~/.aws/config. */
export const nothingFromOutside = {
  authSchemePreference: ['aws.auth#sigv4'],
  defaultsMode: 'legacy',
  disableMultiregionAccessPoints: true,
  disableS3ExpressSessionAuth: true,
  requestChecksumCalculation: 'WHEN_SUPPORTED',
  responseChecksumValidation: 'WHEN_SUPPORTED',
  retryMode: 'standard',
  sigv4aSigningRegionSet: [],
  useAccelerateEndpoint: false,
  useArnRegion: false,
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  userAgentAppId: 'course-transcripts',
} satisfies S3ClientConfig;
