// One running transcribe-engine: one job at a time goes in, its answers come out. Who runs how many: `pool.ts`.
import { spawn } from 'node:child_process';
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

/** It answers after each window: the largest model on a slow core needs minutes for one. */
export const SILENCE_MS = 12 * 60 * 1_000;

export type AskOptions = { signal?: AbortSignal | undefined; timeoutMs?: number | undefined };

export type Worker = ReturnType<typeof startWorker>;

type Asked = {
  job: EngineJob;
  answers: EngineAnswer[];
  resolve: (answers: EngineAnswer[]) => void;
  heard: () => void;
};

export const startWorker = (args: string[]) => {
  const child = spawn(PROGRAM, args, { stdio: 'pipe', env: childEnvironment() });
  let asked: Asked | undefined;
  let kernels: string | undefined;
  const output = { stdout: '', stderr: '' };
  let complaint: string | undefined;
  /** What it answered that cannot be read, for which we ended it. */
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
      if (!asked || answer.type === 'ready') return;
      asked.heard();
      asked.answers.push(answer);
      if (isLast(asked.job, answer)) asked.resolve(asked.answers);
    } catch (error) {
      garbage = `it answered what cannot be read (${error})`;
      kill();
    }
  };

  // A system that has no more files to open gives none of the child's streams.
  if (child.stdout) {
    createInterface({ input: child.stdout }).on('line', take);
    void keepOutput(child.stderr, output, 'stderr');
    // How it ended says more than that nobody reads.
    child.stdin.on('error', () => {});
  }

  return {
    isAlive: () => !isDead,
    /** What the program computes with; undefined until it has said so. */
    kernels: () => kernels,
    /** The end of its input is its end. */
    end: () => child.stdin?.end(),
    /**
     * @param sound samples of 16 bits, mono, 16 kHz.
     * @returns the job's answers in their order; the last one may be an error of the job.
     * @throws {ToolMissing | ProcessFailed | AbortError} and then it is dead.
     */
    ask: async (
      job: EngineJob,
      sound: Buffer,
      { signal, timeoutMs }: AskOptions = {},
    ): Promise<EngineAnswer[]> => {
      signal?.throwIfAborted();
      const watch = makeWatch(kill, timeoutMs, SILENCE_MS);
      signal?.addEventListener('abort', kill);
      try {
        const answered = new Promise<EngineAnswer[]>((resolve) => {
          asked = { job, answers: [], resolve, heard: watch.heard };
        });
        child.stdin?.write(toLine(job, sound.length));
        child.stdin?.write(sound);
        const end = await Promise.race([answered, death]);
        if (!Error.isError(end)) return end;
        signal?.throwIfAborted();
        throw watch.verdict ? new ProcessFailed(PROGRAM, watch.verdict, output.stderr, {}) : end;
      } finally {
        asked = undefined;
        watch.stop();
        signal?.removeEventListener('abort', kill);
      }
    },
  };
};
