// The proxies that the environment sets for AWS calls, by curl's rules: lower-case variables win, ALL_PROXY is the
// fallback, and NO_PROXY covers subdomains. Node's own agent does the rest.
import { z } from 'zod';
import { UserError } from '../../shared/contracts/errors.ts';

type Environment = Record<string, string | undefined>;

/** In the form Node's agents take. */
export type ProxyEnv = { HTTP_PROXY?: string; HTTPS_PROXY?: string; NO_PROXY?: string };

/** The first version whose agents support proxies. */
const LEAST_NODE = [24, 5] as const;

/**
 * @throws {UserError} if a proxy cannot be used: it is a SOCKS proxy, or not an address.
 */
export const proxiesOf = (env: Environment = process.env, node = process.versions.node): ProxyEnv => {
  const http = proxyOf(env, 'HTTP_PROXY');
  const https = proxyOf(env, 'HTTPS_PROXY');
  if (!http && !https) return {};
  const [major = 0, minor = 0] = node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1]))
    throw new UserError(
      `A proxy is set (${shownProxy(https ?? http ?? '')}), and Node.js ${node} cannot use it for AWS calls. Update Node.js to ${LEAST_NODE.join('.')} or later.`,
    );
  const noProxy = named(env, 'NO_PROXY')?.value;
  return {
    ...(http && { HTTP_PROXY: http }),
    ...(https && { HTTPS_PROXY: https }),
    ...(noProxy && { NO_PROXY: withSubdomains(noProxy) }),
  };
};

/** The address without user name and password. */
const shownProxy = (address: string): string => {
  const { protocol, host } = new URL(address);
  return `${protocol}//${host}`;
};

const named = (env: Environment, ...names: string[]) => {
  for (const name of names.flatMap((upper) => [upper.toLowerCase(), upper]))
    if (env[name]) return { name, value: env[name] };
  return undefined;
};

const proxyOf = (env: Environment, name: string): string | undefined => {
  const said = named(env, name, 'ALL_PROXY');
  if (!said) return undefined;
  // curl and the AWS CLI also accept `proxy.example.com:3128`.
  const address = said.value.includes('://') ? said.value : `http://${said.value}`;
  if (!URL.canParse(address))
    throw new UserError(
      `${said.name} is not an address. Set it to something like http://proxy.example.com:3128.`,
    );
  if (!/^https?:/i.test(address))
    throw new UserError(
      `${said.name} names the proxy ${shownProxy(address)}, and only HTTP proxies can be used for AWS calls. ` +
        'Set HTTPS_PROXY to one, like http://proxy.example.com:3128.',
    );
  return address;
};

/** In Node `example.com` matches only that host; in curl, the AWS CLI and the model download it also matches subdomains. */
const withSubdomains = (noProxy: string): string =>
  noProxy
    .split(/[,\s]+/)
    .filter(Boolean)
    .flatMap((entry) => (/^[a-z][\w-]*(\.[\w-]+)+\.?(:\d+)?$/i.test(entry) ? [entry, `.${entry}`] : [entry]))
    .join(',');

/** Node's error for a failed connection; it has `errors` if the name has several addresses. */
const Connecting = z.object({
  address: z.string().optional(),
  hostname: z.string().optional(),
  port: z.number().optional(),
  errors: z.array(z.unknown()).default([]),
});

/** The proxy that could not be reached, without its password; undefined if it was the endpoint itself. */
export const proxyBehind = (error: unknown, env: Environment = process.env): string | undefined => {
  const { data } = Connecting.safeParse(error);
  if (!data) return undefined;
  const { address, hostname, port, errors } = data;
  const proxies = ['HTTPS_PROXY', 'HTTP_PROXY'].flatMap((name) => {
    try {
      return proxyOf(env, name) ?? [];
    } catch {
      return [];
    }
  });
  const found = proxies.find((proxy) => {
    const url = new URL(proxy);
    const proxyPort = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
    if (hostname === url.hostname) return true;
    // For a host name, the system's error holds only one of its addresses.
    return port === proxyPort && (address === url.hostname || !/^[\d.]+$/.test(url.hostname));
  });
  if (found) return shownProxy(found);
  return errors.map((one) => proxyBehind(one, env)).find(Boolean);
};
