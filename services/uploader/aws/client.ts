// How the uploader's AWS clients are set up: those of an account take what the environment and ~/.aws/config say, as the
// AWS CLI does; that of the S3 server of this machine takes nothing from there.
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { maxAttempts } from '../../shared/aws/client-settings.ts';
import { type ProxyEnv, proxiesOf } from './proxy.ts';
import { trustBundle } from './trust.ts';

/** What an agent is made with. */
export type Connection = { keepAlive: boolean; proxyEnv?: ProxyEnv };

/** By way of which proxy, and with whose certificates, as the environment says now. */
export const connectionOf = (): Connection => {
  trustBundle();
  return { keepAlive: true, proxyEnv: proxiesOf() };
};

/** What clients of an account have in common, whatever their service. */
export const cloudClient = () => {
  const connection = connectionOf();
  const requestHandler = new NodeHttpHandler({ httpAgent: connection, httpsAgent: connection });
  return { maxAttempts, requestHandler, ...credentialsBy(requestHandler) };
};

/** What a login or a role is asked for goes the same way as all else: the SDK hands on its handler to some only. */
export const credentialsBy = (requestHandler: NodeHttpHandler) => ({
  credentialDefaultProvider: (init: Parameters<typeof defaultProvider>[0]) =>
    defaultProvider({ ...init, clientConfig: { requestHandler } }),
});

/** Each setting that the SDK would look for in AWS_* and in ~/.aws/config. */
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
