// Checks that the programs of a run on this machine start. Loads no more than it needs, so that they start early.
import { asEngineFault } from '../../shared/contracts/errors.ts';
import { run } from '../../shared/system/process.ts';

/** @throws {ToolMissing | EngineFailed} */
export const assertTools = async (): Promise<void> => {
  const engine = run('transcribe-engine', ['--help']).catch((error) => {
    throw asEngineFault('The speech engine does not start', error);
  });
  await Promise.all([run('ffmpeg', ['-version']), engine]);
};
