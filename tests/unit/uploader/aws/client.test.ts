// A local S3 client ignores the environment and ~/.aws/config; a client for an AWS account reads both.

import { writeFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { join } from 'node:path';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { makeS3Client } from '../../../../services/uploader/send/s3.ts';
import { listenLocally } from '../../../fixtures/listen.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const SETTINGS: [name: string, value: string, inConfig?: string][] = [
  ['AWS_USE_FIPS_ENDPOINT', 'true', 'use_fips_endpoint'],
  ['AWS_USE_DUALSTACK_ENDPOINT', 'true', 'use_dualstack_endpoint'],
  ['AWS_USE_FIPS_ENDPOINT', 'neither', 'use_fips_endpoint'],
  ['AWS_ENDPOINT_URL', 'http://127.0.0.1:1', 'endpoint_url'],
  ['AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:1'],
  ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true', 'ignore_configured_endpoint_urls'],
  ['AWS_REGION', 'not a region', 'region'],
  ['AWS_DEFAULT_REGION', 'not a region'],
  ['AWS_PROFILE', 'nobody'],
  ['AWS_ACCESS_KEY_ID', 'another', 'aws_access_key_id'],
  ['AWS_CA_BUNDLE', '/nonexistent', 'ca_bundle'],
  ['AWS_REQUEST_CHECKSUM_CALCULATION', 'nonsense', 'request_checksum_calculation'],
  ['AWS_RESPONSE_CHECKSUM_VALIDATION', 'nonsense', 'response_checksum_validation'],
  ['AWS_S3_US_EAST_1_REGIONAL_ENDPOINT', 'legacy', 's3_us_east_1_regional_endpoint'],
  ['AWS_S3_USE_ARN_REGION', 'nonsense', 's3_use_arn_region'],
  ['AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS', 'nonsense', 's3_disable_multiregion_access_points'],
  ['AWS_S3_DISABLE_EXPRESS_SESSION_AUTH', 'nonsense', 's3_disable_express_session_auth'],
  ['AWS_RETRY_MODE', 'nonsense', 'retry_mode'],
  ['AWS_MAX_ATTEMPTS', 'many', 'max_attempts'],
  ['AWS_DEFAULTS_MODE', 'nonsense', 'defaults_mode'],
  ['AWS_ACCOUNT_ID_ENDPOINT_MODE', 'nonsense', 'account_id_endpoint_mode'],
  ['AWS_AUTH_SCHEME_PREFERENCE', 'sigv4a', 'auth_scheme_preference'],
  ['AWS_SIGV4A_SIGNING_REGION_SET', '*', 'sigv4a_signing_region_set'],
  ['AWS_SDK_UA_APP_ID', 'x'.repeat(99), 'sdk_ua_app_id'],
  ['HTTP_PROXY', 'http://127.0.0.1:1'],
  ['ALL_PROXY', 'socks5://127.0.0.1:1'],
  ['NODE_USE_ENV_PROXY', '1'],
];

describe('makeS3Client', () => {
  let server: Server;
  let asked: { url: string; headers: IncomingHttpHeaders }[];
  let endpoint: string;
  const environment = { ...process.env };
  beforeEach(async () => {
    asked = [];
    server = createServer(({ url = '', headers }, response) => {
      asked.push({ url, headers });
      response.setHeader('etag', '"e"').end();
    });
    endpoint = `http://127.0.0.1:${await listenLocally(server)}`;
    for (const name of Object.keys(process.env)) if (/^aws_|proxy/i.test(name)) delete process.env[name];
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    process.env = { ...environment };
  });

  const configWith = (lines: string) => {
    const path = join(temporaryFolder(), 'config');
    writeFileSync(path, `[default]\n${lines}\n`);
    process.env.AWS_CONFIG_FILE = path;
    process.env.AWS_SHARED_CREDENTIALS_FILE = path;
  };
  const local = () =>
    makeS3Client({ endpoint, region: 'local', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  /** Sends two requests and returns the parts of them that do not depend on the time. */
  const send = async () => {
    const s3 = local();
    await s3.send(new PutObjectCommand({ Bucket: 'videos', Key: 'a', Body: 'b' }));
    await s3.send(new HeadObjectCommand({ Bucket: 'videos', Key: 'a' }));
    s3.destroy();
    return asked.splice(0).map(({ url, headers }) => {
      const { authorization = '', 'user-agent': agent = '', ...others } = headers;
      const lasting = Object.entries(others).filter(
        ([name]) => !/^(amz-sdk|x-amz-date|x-amz-user-agent)/.test(name),
      );
      return {
        url,
        lasting,
        scope: /Credential=\S+?\/\d+\/([^,]+)/.exec(authorization)?.[1],
        app: /app\/\S+/.exec(agent)?.[0],
      };
    });
  };

  // Each row has three cells, because jest passes a callback to a test that takes more arguments than its row has.
  it.each(SETTINGS.map(([name, value, inConfig = '']) => [name, value, inConfig]))(
    'ignores %s=%s and the same setting in the config file on this machine',
    async (name, value, inConfig) => {
      configWith('');
      const plain = await send();

      process.env[name] = value;
      if (inConfig !== '') configWith(`${inConfig} = ${value}`);

      expect(await send()).toEqual(plain);
      expect(plain.map(({ url }) => url)).toEqual([expect.stringMatching(/^\/videos\/a/), '/videos/a']);
    },
  );

  it.each([
    ['AWS_USE_FIPS_ENDPOINT', 'useFipsEndpoint', 'use_fips_endpoint'],
    ['AWS_USE_DUALSTACK_ENDPOINT', 'useDualstackEndpoint', 'use_dualstack_endpoint'],
  ] as const)(
    'reads %s and the same setting in the config file for an account',
    async (name, setting, inConfig) => {
      configWith(`${inConfig} = true`);
      expect(await makeS3Client({ region: 'us-east-1' }).config[setting]()).toBe(true);

      configWith('');
      process.env[name] = 'true';
      expect(await makeS3Client({ region: 'us-east-1' }).config[setting]()).toBe(true);
    },
  );

  it('explains what is wrong with AWS_CA_BUNDLE', () => {
    process.env.AWS_CA_BUNDLE = '/nonexistent';

    expect(() => makeS3Client()).toThrow(
      'AWS_CA_BUNDLE is set to /nonexistent, which is not a readable PEM file of certificates',
    );
  });
});
