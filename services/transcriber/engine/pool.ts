// Keeps one engine process for each worker. Processes start when they are needed, stay while there is work, and end
// soon after. If the processor cannot run the kernels that a process uses, the next best kind is taken.
import pLimit from 'p-limit';
import { isProcessorFault } from '../../shared/contracts/remedies.ts';
import { run } from '../../shared/system/process.ts';
import type { EngineAnswer, EngineJob } from './protocol.ts';
import { type AskOptions, PROGRAM, startWorker, type Worker } from './worker.ts';

/** A start takes 0.1 to 0.4 s. Sound for the next job is decoded or read within a second; waiting longer would only hold memory. */
const IDLE_MS = 1_000;

const NO_SOUND: Buffer = Buffer.alloc(0);

export type PoolOptions = {
  modelPath: string;
  vadModelPath: string;
  workers: number;
  signal?: AbortSignal | undefined;
  /** Called once for each kind of kernels that does not run here. */
  warn: (message: string) => void;
};

export const makePool = ({ modelPath, vadModelPath, workers, signal, warn }: PoolOptions) => {
  const slots = pLimit(workers);
  const idle = new Map<Worker, NodeJS.Timeout>();
  const dead = new Set<string>();
  let kernels: string | undefined;

  const start = (): Worker =>
    startWorker(['--model', modelPath, '--vad', vadModelPath, ...(kernels ? ['--kernels', kernels] : [])]);

  const take = (): Worker => {
    for (const [worker, timer] of idle) {
      clearTimeout(timer);
      idle.delete(worker);
      if (worker.isAlive()) return worker;
    }
    return start();
  };

  const rest = (worker: Worker): void => {
    const end = () => {
      idle.delete(worker);
      worker.end();
    };
    idle.set(worker, setTimeout(end, IDLE_MS).unref());
    worker.unref();
  };

  /** Takes the next best kernels, or throws the error again if there are none. */
  const giveUp = async (used: string | undefined, error: unknown): Promise<void> => {
    const all = await listKernels(signal);
    const failed = used ?? kernels ?? all[0];
    if (failed !== undefined && !dead.has(failed)) {
      dead.add(failed);
      warn(`The engine's ${failed} kernels do not run on this processor; the next best are used (${error})`);
    }
    kernels = all.find((name) => !dead.has(name));
    if (kernels === undefined) throw error;
  };

  const askOne = async (job: EngineJob, sound: Buffer, options: AskOptions): Promise<EngineAnswer[]> => {
    for (;;) {
      signal?.throwIfAborted();
      const worker = take();
      try {
        const answers = await worker.ask(job, sound, { ...options, signal });
        rest(worker);
        return answers;
      } catch (error) {
        if (!isProcessorFault(error)) throw error;
        await giveUp(worker.kernels(), error);
      }
    }
  };

  return {
    /** Starts the workers that do not run yet, because there will be work within a second. */
    warm: (): void => {
      while (slots.activeCount + idle.size < workers && !signal?.aborted) rest(start());
    },
    /** @returns the answers, and how many seconds they took from the start of the job. */
    ask: (job: EngineJob, sound: Buffer = NO_SOUND, options: AskOptions = {}) =>
      slots(async () => {
        const started = performance.now();
        const answers = await askOne(job, sound, options);
        return { answers, seconds: (performance.now() - started) / 1_000 };
      }),
    /** Ends the processes that wait for a job; resolves when they are gone. */
    close: async (): Promise<void> => {
      const waiting = [...idle];
      idle.clear();
      for (const [, timer] of waiting) clearTimeout(timer);
      await Promise.all(waiting.map(([worker]) => worker.kill()));
    },
  };
};

/** The kernels that this processor can run, the best first. */
const listKernels = async (signal: AbortSignal | undefined): Promise<string[]> => {
  const { stdout } = await run(PROGRAM, ['--list-kernels'], { signal });
  return stdout.split('\n').filter((name) => name !== '');
};
