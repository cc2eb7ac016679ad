// The contenders: this project's command, `aws s3 sync` and `s5cmd sync`, each as its user calls it, with its defaults.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Command } from '../measure.ts';
import type { ContenderName } from './options.ts';
import { installTool, type Tool } from './tools.ts';

const BUCKET = 'videos';

/** @param dir what to send. @param cwd an empty folder. */
export type UploadContender = {
  name: string;
  version: string;
  command: (dir: string, endpoint: string, cwd: string) => Command;
};

/** Any credentials will do: the endpoint does not check them. */
const environment = (endpoint: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'LOCAL',
  AWS_SECRET_ACCESS_KEY: 'LOCAL',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  VIDEO_BUCKET: BUCKET,
  TRANSCRIPT_BUCKET: 'transcripts',
  NO_COLOR: '1',
});

/** `env` is replaced by the command that it starts. */
const withEnvironment = (env: Record<string, string>, words: string[], cwd: string): Command => ({
  command: 'env',
  args: [...Object.entries(env).map(([name, value]) => `${name}=${value}`), ...words],
  cwd,
});

export const makeUploader = (name: string, script: string, flags: string[]): UploadContender => ({
  name,
  version: '',
  command: (dir, endpoint, cwd) =>
    withEnvironment(environment(endpoint), [process.execPath, script, dir, ...flags], cwd),
});

/** Whether the uploader's help mentions the flag. */
export const knowsFlag = async (script: string, flag: string): Promise<boolean> => {
  const { stdout } = await promisify(execFile)(process.execPath, [script, '--help']);
  return stdout.includes(flag);
};

const makeAws = ({ version, command, args, env }: Tool): UploadContender => ({
  name: 'aws s3 sync',
  version,
  command: (dir, endpoint, cwd) => {
    const words = ['s3', 'sync', dir, `s3://${BUCKET}`, '--only-show-errors'];
    return withEnvironment({ ...environment(endpoint), ...env }, [command, ...args, ...words], cwd);
  },
});

const makeS5cmd = ({ version, command }: Tool): UploadContender => ({
  name: 's5cmd sync',
  version,
  command: (dir, endpoint, cwd) => {
    const words = ['--log', 'error', '--endpoint-url', endpoint, 'sync', `${dir}/`, `s3://${BUCKET}/`];
    return withEnvironment(environment(endpoint), [command, ...words], cwd);
  },
});

/** Leaves out those that cannot be installed, with a message. */
export const chooseUploadContenders = async (
  names: ContenderName[],
  uploader: UploadContender,
  say: (text: string) => void,
): Promise<UploadContender[]> => {
  const contenders: UploadContender[] = [];
  for (const name of names) {
    try {
      if (name === 'uploader') contenders.push(uploader);
      if (name === 'aws') contenders.push(makeAws(await installTool('aws')));
      if (name === 's5cmd') contenders.push(makeS5cmd(await installTool('s5cmd')));
    } catch (error) {
      say(`  without ${name}, which cannot be installed here: ${error}`);
    }
  }
  return contenders;
};
