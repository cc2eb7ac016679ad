// How the uploader's clients of an AWS account are set up: by the environment and ~/.aws/config, as the AWS CLI is.
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
