// One running transcribe-engine. It takes one job at a time and gives its answers. `pool.ts` decides how many run.
import { spawn } from 'node:child_process';
import { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { codeOf, ToolMissing } from '../../shared/contracts/errors.ts';
import {
  childEnvironment,
  ending,
  keepOutput,
  makeWatch,
  ProcessFailed,
} from '../../shared/system/process.ts';
import { type EngineAnswer, type EngineJob, isLast, readAnswer, toLine } from './protocol.ts';

export const PROGRAM = 'transcribe-engine';

/** The engine answers after each window, and the largest model on a slow core needs minutes for one. */
const SILENCE_MS = 12 * 60 * 1_000;

export type AskOptions = { signal?: AbortSignal | undefined; timeoutMs?: number | undefined };

export type Worker = ReturnType<typeof startWorker>;

type PendingJob = {
  job: EngineJob;
  answers: EngineAnswer[];
  resolve: (answers: EngineAnswer[]) => void;
  heard: () => void;
};

export const startWorker = (args: string[]) => {
  const child = spawn(PROGRAM, args, { stdio: 'pipe', env: childEnvironment() });
  let pending: PendingJob | undefined;
  let kernels: string | undefined;
  const output = { stdout: '', stderr: '' };
  let complaint: string | undefined;
  /** The unreadable answer because of which we ended the process. */
  let garbage: string | undefined;
  let isDead = false;

  const death: Promise<Error> = ending(child)
    .then(({ code, by }) => {
      if (garbage) return new ProcessFailed(PROGRAM, 'was ended', garbage, {});
      const how = by ? `was ended by ${by}` : `ended with exit code ${code}`;
      const end = by ? { signal: by } : { exitCode: code };
      return new ProcessFailed(PROGRAM, how, complaint ?? output.stderr, end);
    })
    .catch((error) => (codeOf(error) === 'ENOENT' ? new ToolMissing(PROGRAM, error) : error))
    .finally(() => {
      isDead = true;
    });
  const kill = () => child.kill('SIGKILL');

  const take = (line: string): void => {
    try {
      const answer = readAnswer(line);
      if (answer.type === 'ready') kernels = answer.kernels;
      if (answer.type === 'error') complaint = `${answer.message} (${answer.name})`;
      if (!pending || answer.type === 'ready') return;
      pending.heard();
      pending.answers.push(answer);
      if (isLast(pending.job, answer)) pending.resolve(pending.answers);
    } catch (error) {
      garbage = `it answered what cannot be read (${error})`;
      kill();
    }
  };

  // If the system cannot open any more files, the child has no streams.
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', take);
    void keepOutput(child.stderr, output, 'stderr');
    // Ignored, because the way the process ended says more than a broken pipe.
    child.stdin.on('error', () => {});
  }

  const streams = [child.stdin, child.stdout, child.stderr].filter((stream) => stream instanceof Socket);
  const handles = [child, ...streams];

  return {
    isAlive: () => !isDead,
    /** Lets this process end although the engine still runs, which ends with its input; `ask` undoes it. */
    unref: () => {
      for (const handle of handles) handle.unref();
    },
    /** The kernels that the program uses; undefined until it reports them. */
    kernels: () => kernels,
    /** Closes the program's input, which ends it. */
    end: () => child.stdin?.end(),
    /** Ends the program at once; resolves when it is gone. */
    kill: async (): Promise<void> => {
      child.ref();
      kill();
      await death;
    },
    /**
     * @param sound 16-bit samples, mono, 16 kHz.
     * @returns the job's answers in order; the last one may be an error.
     * @param options.signal that is not aborted yet.
     * @throws {ToolMissing | ProcessFailed | AbortError} and then the worker is dead.
     */
    ask: async (
      job: EngineJob,
      sound: Buffer,
      { signal, timeoutMs }: AskOptions = {},
    ): Promise<EngineAnswer[]> => {
      for (const handle of handles) handle.ref();
      const watch = makeWatch(kill, timeoutMs, SILENCE_MS);
      signal?.addEventListener('abort', kill);
      try {
        const answered = new Promise<EngineAnswer[]>((resolve) => {
          pending = { job, answers: [], resolve, heard: watch.heard };
        });
        child.stdin?.write(toLine(job, sound.length));
        child.stdin?.write(sound);
        const end = await Promise.race([answered, death]);
        if (!Error.isError(end)) return end;
        signal?.throwIfAborted();
        throw watch.verdict ? new ProcessFailed(PROGRAM, watch.verdict, output.stderr, {}) : end;
      } finally {
        pending = undefined;
        watch.stop();
        signal?.removeEventListener('abort', kill);
      }
    },
  };
};
