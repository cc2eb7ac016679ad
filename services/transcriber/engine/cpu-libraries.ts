// The libraries of the image's engine, one for each kind of processor. ggml takes the best by what the processor says it can
// do; where that one dies all the same, the next is taken. Not for an engine built for this machine, which has no libraries.
import { isProcessorFault } from '../../shared/contracts/errors.ts';
import { type Output, ProcessFailed, type RunOptions, run } from '../../shared/system/process.ts';

export type Libraries = {
  /** Names of files that died here. No other process on this processor need try them. */
  dead: Set<string>;
  /** Told of each once. */
  onDeath: (message: string) => void;
};

export type EngineRunOptions = RunOptions & { libraries?: Libraries };

/** What ggml says where GGML_CPU_EXCEPT is set, by our patch. */
const TAKEN = /^ggml_backend_load_best: (\S+)$/m;

/**
 * Runs a program of the engine to its end, with the best library that has not died here.
 * @throws what `run` throws; the last library's end where all have died.
 */
export const runEngine = async (
  program: string,
  args: string[],
  { libraries, ...options }: EngineRunOptions,
): Promise<Output> => {
  if (!libraries) return run(program, args, options);
  let death: unknown;
  for (;;) {
    const except = [...libraries.dead].join(':');
    try {
      return await run(program, args, { ...options, env: { GGML_CPU_EXCEPT: except } });
    } catch (error) {
      const taken = error instanceof ProcessFailed ? TAKEN.exec(error.stderr)?.[1] : undefined;
      // None is left, and what the program says then is no reason.
      if (taken === undefined) throw death ?? error;
      if (!isProcessorFault(error)) throw error;
      death = error;
      bury(taken, error, libraries);
    }
  }
};

const bury = (library: string, error: unknown, { dead, onDeath }: Libraries): void => {
  if (dead.has(library)) return;
  dead.add(library);
  onDeath(
    `The engine's library ${library} does not run on this processor; the next best is used from now on (${error})`,
  );
};
