import { describe, expect, it } from '@jest/globals';
import { proxiesOf, proxyBehind } from '../../../../services/uploader/aws/proxy.ts';

const PROXY = 'http://ana:s%40cret@proxy.example.com:3128';

describe('proxiesOf', () => {
  it.each([
    ['nothing', {}, {}],
    ['HTTPS_PROXY', { HTTPS_PROXY: PROXY }, { HTTPS_PROXY: PROXY }],
    ['https_proxy', { https_proxy: PROXY }, { HTTPS_PROXY: PROXY }],
    [
      'both, preferring lower case',
      { https_proxy: PROXY, HTTPS_PROXY: 'http://other' },
      { HTTPS_PROXY: PROXY },
    ],
    ['HTTP_PROXY for plain HTTP endpoints only', { HTTP_PROXY: PROXY }, { HTTP_PROXY: PROXY }],
    ['ALL_PROXY', { ALL_PROXY: PROXY }, { HTTP_PROXY: PROXY, HTTPS_PROXY: PROXY }],
    [
      'all_proxy beside HTTPS_PROXY',
      { all_proxy: 'http://rest', HTTPS_PROXY: PROXY },
      { HTTP_PROXY: 'http://rest', HTTPS_PROXY: PROXY },
    ],
    ['an address without a scheme', { HTTPS_PROXY: 'proxy:3128' }, { HTTPS_PROXY: 'http://proxy:3128' }],
    ['an empty value for unset', { HTTPS_PROXY: '', NO_PROXY: 'a.com' }, {}],
    [
      'NO_PROXY, including subdomains',
      { HTTPS_PROXY: PROXY, no_proxy: 'localhost, amazonaws.com:443,.a.com *.b.com 10.0.0.1' },
      {
        HTTPS_PROXY: PROXY,
        NO_PROXY: 'localhost,amazonaws.com:443,.amazonaws.com:443,.a.com,*.b.com,10.0.0.1',
      },
    ],
  ])('accepts %s', (_what, env, expected) => {
    expect(proxiesOf(env)).toEqual(expected);
  });

  it.each([
    [
      'SOCKS',
      { ALL_PROXY: 'socks5://me:secret@proxy:1080' },
      'ALL_PROXY names the proxy socks5://proxy:1080, and only HTTP',
    ],
    ['a value that is not an address', { https_proxy: 'http://' }, 'https_proxy is not an address'],
  ])('refuses %s without showing a password', (_what, env, words) => {
    expect(() => proxiesOf(env)).toThrow(words);
    expect(() => proxiesOf(env)).not.toThrow('secret');
  });

  it('asks for a Node.js version whose agents support proxies', () => {
    expect(() => proxiesOf({ HTTPS_PROXY: PROXY }, '24.4.1')).toThrow(
      '(http://proxy.example.com:3128), and Node.js 24.4.1 cannot use it for AWS calls. Update Node.js to 24.5',
    );
    expect(proxiesOf({}, '24.4.1')).toEqual({});
  });
});

describe('proxyBehind', () => {
  const failed = (fields: object) => Object.assign(new Error('connect'), fields);
  const byName = { HTTPS_PROXY: PROXY };
  const byAddress = { HTTPS_PROXY: 'http://me:secret@127.0.0.1:3128' };

  it.each([
    [
      'whose name cannot be resolved',
      failed({ hostname: 'proxy.example.com' }),
      byName,
      'http://proxy.example.com:3128',
    ],
    [
      'whose address refuses connections',
      failed({ address: '192.0.2.1', port: 3128 }),
      byName,
      'http://proxy.example.com:3128',
    ],
    [
      'that is given by its address',
      failed({ address: '127.0.0.1', port: 3128 }),
      byAddress,
      'http://127.0.0.1:3128',
    ],
    [
      'with several addresses that refuse connections',
      failed({ errors: [failed({ address: '::1', port: 3128 })] }),
      byName,
      'http://proxy.example.com:3128',
    ],
    [
      'only if it is not the endpoint itself',
      failed({ address: '127.0.0.1', port: 443 }),
      byAddress,
      undefined,
    ],
    ['only if one is set', failed({ address: '127.0.0.1', port: 3128 }), {}, undefined],
  ])('names a proxy %s', (_what, error, env, expected) => {
    expect(proxyBehind(error, env)).toBe(expected);
  });
});
