// GET and HEAD over HTTP(S), with redirects, the environment's proxies and the system's certificates. download.ts retries.
// Not the global `fetch`: with a slow reader its body ends Node 24 with an AssertionError that cannot be caught.
import tls from 'node:tls';
import type { Dispatcher } from 'undici';

/** The hub redirects once, to its storage. */
const MAX_REDIRECTIONS = 10;
const CONNECT_MS = 10_000;

export type Response = Pick<Dispatcher.ResponseData, 'statusCode' | 'headers' | 'body'>;
export type Http = {
  get: (url: URL, headers: Record<string, string>, signal?: AbortSignal) => Promise<Response>;
  /** Does not follow redirects. */
  head: (url: URL, signal?: AbortSignal) => Promise<Response>;
  close: () => Promise<void>;
};

/** @param stallMs how long the other side may be silent. */
export const openHttp = async (stallMs: number): Promise<Http> => {
  // Loaded late: it takes a tenth of a second, and most runs have their model.
  const { EnvHttpProxyAgent, interceptors } = await import('undici');
  trustSystem();
  const direct = new EnvHttpProxyAgent({
    headersTimeout: stallMs,
    bodyTimeout: stallMs,
    connectTimeout: CONNECT_MS,
  });
  const following = direct.compose(
    interceptors.redirect({ maxRedirections: MAX_REDIRECTIONS, throwOnMaxRedirect: true }),
  );
  const request = (
    dispatcher: Dispatcher,
    method: 'GET' | 'HEAD',
    url: URL,
    headers = {},
    signal?: AbortSignal,
  ) =>
    dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method,
      headers: { 'user-agent': 'course-transcripts', ...headers },
      signal: signal ?? null,
    });
  return {
    get: (url, headers, signal) => request(following, 'GET', url, headers, signal),
    head: (url, signal) => request(direct, 'HEAD', url, {}, signal),
    close: () => direct.destroy(),
  };
};

let isSystemTrusted = false;

/** Node trusts its own list and NODE_EXTRA_CA_CERTS; a company's CA is often only in the system's store. */
const trustSystem = (): void => {
  if (isSystemTrusted || typeof tls.setDefaultCACertificates !== 'function') return;
  isSystemTrusted = true;
  tls.setDefaultCACertificates([...tls.getCACertificates('default'), ...tls.getCACertificates('system')]);
};

export const responseHeaderOf = ({ headers }: Response, name: string): string | undefined => {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
};
