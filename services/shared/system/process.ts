// Runs ffmpeg and other programs as child processes, without a user's shell and without credentials in their environment.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { codeOf, ToolMissing } from '../contracts/errors.ts';
import { type Limits, limited } from './limits.ts';

/** The end of a failed program's output: enough for its last complaint, too little to fill a log. */
const TAIL_CHARACTERS = 2_000;

/** How much output is kept, so that endless complaints do not fill the memory. */
const KEPT_CHARACTERS = 1_000_000;

const PASSED_ON = ['PATH', 'HOME', 'TMPDIR', 'LANG', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'];

export class ProcessFailed extends Error {
  override name = 'ProcessFailed';
  readonly command: string;
  readonly stderr: string;
  /** The exit code; undefined if it was ended by a signal, silence or the time limit. */
  readonly exitCode: number | undefined;
  /** The signal that ended it, unless it was ours. `errors.ts` says what it means. */
  readonly signal: string | undefined;
  constructor(command: string, how: string, stderr: string, end: { exitCode?: number; signal?: string }) {
    super(`${command} ${how}: ${stderr.trim().slice(-TAIL_CHARACTERS) || 'no output'}`);
    this.command = command;
    this.stderr = stderr;
    this.exitCode = end.exitCode;
    this.signal = end.signal;
  }
}

export type Sink = (chunks: AsyncIterable<Buffer>) => Promise<void>;

export type RunOptions = {
  /** Ends the child with SIGKILL. */
  signal?: AbortSignal | undefined;
  /** By default unlimited: on a busy machine a program may wait long for its turn. */
  timeoutMs?: number | undefined;
  /** How long the child may print nothing to stderr; by default unlimited. */
  silenceMs?: number;
  /** Takes the child's stdout as it arrives, instead of returning it. */
  sink?: Sink;
  /** Also takes its stderr, of which only the end is returned. */
  onStderr?: (text: string) => void;
  /** Added to the few variables that a child gets. */
  env?: Record<string, string>;
  limits?: Limits;
};

export type Output = { stdout: string; stderr: string };

/**
 * Runs a program to its end.
 * @throws {ToolMissing} if it is not on the PATH.
 * @throws {ProcessFailed} for another exit code, a signal, silence or the time limit.
 * @throws what the sink threw.
 */
export const run = async (command: string, args: string[], options: RunOptions = {}): Promise<Output> => {
  const { signal, timeoutMs, silenceMs, sink, onStderr } = options;
  signal?.throwIfAborted();
  const program = options.limits ? limited(command, args, options.limits) : { command, args };
  const child = spawn(program.command, program.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...childEnvironment(), ...options.env },
  });
  // A system without free file descriptors does not create the child's streams.
  if (!child.stdout) throw await once(child, 'error').then(([error]) => error);
  const kill = () => child.kill('SIGKILL');
  const watch = makeWatch(kill, timeoutMs, silenceMs);
  const output = { stdout: '', stderr: '' };
  const flowing = sink ? pipeline(child.stdout, sink) : keepOutput(child.stdout, output, 'stdout');
  void keepOutput(child.stderr.on('data', watch.heard), output, 'stderr');
  if (onStderr) child.stderr.on('data', onStderr);
  const flowed = Promise.allSettled([flowing.catch(rejectAfter(kill))]);
  signal?.addEventListener('abort', kill);
  try {
    const { code, by } = await ending(child);
    const [flow] = await flowed;
    signal?.throwIfAborted();
    const { stderr } = output;
    if (watch.verdict) throw new ProcessFailed(command, watch.verdict, stderr, {});
    if (flow.status === 'rejected') throw flow.reason;
    // The shell's message if it cannot start the program.
    if (options.limits && code === 127 && /not found/.test(stderr)) throw new ToolMissing(command);
    if (by) throw new ProcessFailed(command, `was ended by ${by}`, stderr, { signal: by });
    if (code !== 0)
      throw new ProcessFailed(command, `failed with exit code ${code}`, stderr, { exitCode: code });
    return output;
  } catch (error) {
    throw codeOf(error) === 'ENOENT' ? new ToolMissing(command, error) : error;
  } finally {
    watch.stop();
    signal?.removeEventListener('abort', kill);
  }
};

const rejectAfter = (kill: () => void) => (error: unknown) => {
  kill();
  throw error;
};

/** Adds what a stream says to `output[name]`: of much only the end. */
export const keepOutput = async (
  stream: NodeJS.ReadableStream,
  output: Output,
  name: keyof Output,
): Promise<void> => {
  stream.setEncoding('utf8').on('data', (text: string) => {
    output[name] = (output[name] + text).slice(-KEPT_CHARACTERS);
  });
};

/** Ends a child that takes too long or is silent for too long; `verdict` says which. */
export const makeWatch = (kill: () => void, timeoutMs?: number, silenceMs?: number) => {
  const watch = { verdict: undefined as string | undefined, heard: () => {}, stop: () => {} };
  const end = (verdict: string) => () => {
    watch.verdict = verdict;
    kill();
  };
  const limit = timeoutMs && setTimeout(end(`did not end within ${timeoutMs / 1_000} s`), timeoutMs);
  const silence = silenceMs && setTimeout(end(`said nothing for ${silenceMs / 1_000} s`), silenceMs);
  watch.heard = () => {
    if (silence) silence.refresh();
  };
  watch.stop = () => {
    if (limit) clearTimeout(limit);
    if (silence) clearTimeout(silence);
  };
  return watch;
};

/** `close` comes after all of its output. @throws what kept the program from starting. */
export const ending = (child: ReturnType<typeof spawn>) =>
  new Promise<{ code: number; by: string | undefined }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code: code ?? -1, by: signal ?? undefined }));
  });

/** The few variables that a child gets: no credentials. */
export const childEnvironment = () =>
  Object.fromEntries(
    PASSED_ON.flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
