// What stands between here and AWS, in words: proxies, and certificates that nobody here knows.
import { z } from 'zod';
import { codeOf } from '../../shared/contracts/errors.ts';
import { proxyBehind } from '../aws/proxy.ts';

const Tunnel = z.object({ statusCode: z.number() });

const UNTRUSTED = /^(SELF_SIGNED_CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT|UNABLE_TO_\w+|CERT_\w+)$/;

/** Undefined where none of them is the reason. */
export const explainNetwork = (error: Error, status: number | undefined): string | undefined => {
  const code = codeOf(error);
  const refused = code === 'ERR_PROXY_TUNNEL' ? (Tunnel.safeParse(error).data?.statusCode ?? 0) : undefined;
  if (status === 407 || refused === 407)
    return 'The proxy wants a name and a password. Put them into HTTPS_PROXY, as in http://name:password@proxy.example.com:3128.';
  if (refused !== undefined)
    return 'The proxy did not let the connection through. Ask who runs it, or name the host in NO_PROXY if it needs no proxy.';
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID')
    return 'The certificate of the AWS endpoint is of another name. Check AWS_ENDPOINT_URL, and what stands between here and there.';
  if (UNTRUSTED.test(code))
    return "The secure connection failed. If a company's proxy signs the certificates here, set NODE_EXTRA_CA_CERTS (or AWS_CA_BUNDLE) to the PEM file of its CA.";
  const proxy = proxyBehind(error);
  return (
    proxy &&
    `The proxy ${proxy} cannot be reached. Check HTTPS_PROXY; NO_PROXY names the hosts that need none.`
  );
};
