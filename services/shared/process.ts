// Child processes: ffmpeg and whisper.cpp. No shell, no credentials in their environment, a time limit always.
import { spawn } from 'node:child_process';
import { codeOf, ToolMissing } from './errors.ts';

/** The end of what a failed program said. Enough for its last complaint, too little to fill a log. */
const TAIL_CHARACTERS = 2_000;

/** Under Lambda's 900 s, so that the step can still say which program was too slow. */
const LIMIT_MS = 14 * 60 * 1_000;

const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

export class ProcessFailed extends Error {
  override name = 'ProcessFailed';
  readonly stderr: string;
  /** False where it was ended from outside: a signal (SIGKILL is often the memory limit) or the time limit. */
  readonly hasExited: boolean;
  constructor(command: string, how: string, stderr: string, hasExited = true) {
    super(`${command} ${how}: ${stderr.trim().slice(-TAIL_CHARACTERS) || 'it said nothing'}`);
    this.stderr = stderr;
    this.hasExited = hasExited;
  }
}

export type RunOptions = {
  /** Ends the child with SIGKILL. */
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  /** Exit codes that are no failure; [0] unless told. */
  okCodes?: number[];
};

export type Output = { stdout: string; stderr: string };

/**
 * Runs a program to its end.
 * @throws {ToolMissing} it is not on the PATH.
 * @throws {ProcessFailed} another exit code, a signal (SIGKILL is often the memory limit), or the time limit.
 */
export const run = async (command: string, args: string[], options: RunOptions = {}): Promise<Output> => {
  const { signal, timeoutMs = LIMIT_MS, okCodes = [0] } = options;
  signal?.throwIfAborted();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env: environment() });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.stderr += text;
  });

  const kill = () => child.kill('SIGKILL');
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    kill();
  }, timeoutMs);
  signal?.addEventListener('abort', kill);
  try {
    const how = await ending(child);
    signal?.throwIfAborted();
    if (late)
      throw new ProcessFailed(command, `did not end within ${timeoutMs / 1_000} s`, output.stderr, false);
    if (typeof how === 'string')
      throw new ProcessFailed(command, `was ended by ${how}`, output.stderr, false);
    if (!okCodes.includes(how))
      throw new ProcessFailed(command, `failed with exit code ${how}`, output.stderr);
    return output;
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? new ToolMissing(command, error) : error;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', kill);
  }
};

/** The exit code, or the name of the signal that ended it; `close` comes after all of its output. */
const ending = (child: ReturnType<typeof spawn>) =>
  new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'an unknown signal'));
  });

const environment = () =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
