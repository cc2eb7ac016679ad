// Runs services/shared/models/cli.ts as a process of its own.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { OUTSIDE } from './model-server.ts';

export const startCli = (args: string[], env: Record<string, string>) => {
  const inherited = Object.entries(process.env).filter(([name]) => !OUTSIDE.test(name));
  const child = spawn(process.execPath, ['services/shared/models/cli.ts', ...args], {
    env: { ...Object.fromEntries(inherited), ...env },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const closed = once(child, 'close');
  return {
    pid: child.pid,
    kill: (signal: NodeJS.Signals) => child.kill(signal),
    /** Waits until its output contains these words. */
    says: async (words: string) => {
      while (!output.includes(words))
        await Promise.race([once(child.stderr, 'data'), closed.then(() => over(output))]);
    },
    /** Returns its exit code, or the signal that ended it, and its output. */
    ended: async () => {
      const [code, signal] = await closed;
      return { end: code ?? signal, output };
    },
  };
};

const over = (output: string): never => {
  throw new Error(`It ended, having said: ${output}`);
};
