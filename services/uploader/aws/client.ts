// The uploader's clients for an AWS account, configured from the environment and ~/.aws/config as the AWS CLI is.
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { maxAttempts } from '../../shared/aws/retries.ts';
import { type ProxyEnv, proxiesOf } from './proxy.ts';
import { trustBundle } from './trust.ts';

export type Connection = { keepAlive: boolean; proxyEnv?: ProxyEnv };

/** The proxy and certificates that the environment asks for. */
export const connectionOf = (): Connection => {
  trustBundle();
  return { keepAlive: true, proxyEnv: proxiesOf() };
};

/** The configuration that every client shares, whatever its service. */
export const cloudClient = () => {
  const connection = connectionOf();
  const requestHandler = new NodeHttpHandler({ httpAgent: connection, httpsAgent: connection });
  return { maxAttempts, requestHandler, ...credentialsBy(requestHandler) };
};

/** Sends credential requests (SSO, assumed roles) through the same handler; the SDK passes it on to only some of them. */
export const credentialsBy = (requestHandler: NodeHttpHandler) => ({
  credentialDefaultProvider: (init: Parameters<typeof defaultProvider>[0]) =>
    defaultProvider({ ...init, clientConfig: { requestHandler } }),
});
