// The Whisper model of the local run: one that ships with the project, one of the user's, or one that is fetched once.
import { homedir } from 'node:os';
import { join } from 'node:path';
import { ensureModel, locateModel as locate, sourceFor } from '../services/shared/models/fetch.ts';
import { bytes } from '../services/shared/text/quantities.ts';
import { MODELS_FOLDER } from './template.ts';

/** Where `make setup` keeps the speech engine, too. */
const cache = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'course-transcripts', 'models');

/**
 * Gives the model's path.
 * @throws {UserError} no such model, or no way to get it.
 */
export const openModel = async (
  nameOrPath: string,
  { signal, onWait }: { signal: AbortSignal; onWait: (words: string) => void },
): Promise<string> => {
  const { path } = await ensureModel(nameOrPath, {
    folder: cache(),
    bundled: [MODELS_FOLDER],
    signal,
    onProgress: (sent, total) =>
      onWait(`Downloading the model ${nameOrPath}: ${bytes(sent)}${total ? ` of ${bytes(total)}` : ''}`),
    onWait: (owner) => onWait(`Waiting for process ${owner}, which downloads the model ${nameOrPath}`),
  });
  return path;
};

/**
 * The model's path, where it is on this machine already.
 * @throws {UserError} no such model.
 */
export const locateLocalModel = async (nameOrPath: string): Promise<string | undefined> => {
  const found = await locate(nameOrPath, { folder: cache(), bundled: [MODELS_FOLDER] });
  // Throws where openModel would.
  if (!found) sourceFor(nameOrPath);
  return found?.path;
};
