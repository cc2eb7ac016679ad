// Explains what stands between this machine and AWS: proxies, and unknown certificates.
import { z } from 'zod';
import { codeOf } from '../../shared/contracts/errors.ts';
import { proxyBehind } from '../aws/proxy.ts';

const Tunnel = z.object({ statusCode: z.number() });

const UNTRUSTED = /^(SELF_SIGNED_CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_\w+)$/;

/** Undefined if neither is the reason. */
export const explainNetwork = (error: Error, status: number | undefined): string | undefined => {
  const code = codeOf(error);
  const refused = code === 'ERR_PROXY_TUNNEL' ? (Tunnel.safeParse(error).data?.statusCode ?? 0) : undefined;
  if (status === 407 || refused === 407)
    return 'The proxy requires a user name and password. Put them into HTTPS_PROXY, like http://name:password@proxy.example.com:3128.';
  if (refused !== undefined)
    return 'The proxy refused the connection. Ask its administrator, or add the host to NO_PROXY if it needs no proxy.';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'The certificate of the AWS endpoint is for another host name. Check AWS_ENDPOINT_URL, and any proxy in between.';
  if (UNTRUSTED.test(code))
    return "The secure connection failed. If a company's proxy signs the certificates here, set NODE_EXTRA_CA_CERTS (or AWS_CA_BUNDLE) to the PEM file of its CA.";
  const proxy = proxyBehind(error);
  return (
    proxy &&
    `The proxy ${proxy} cannot be reached. Check HTTPS_PROXY, and list hosts that need no proxy in NO_PROXY.`
  );
};
