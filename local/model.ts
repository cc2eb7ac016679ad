// The Whisper model of the local run: one that ships with the project, one of the user's, or one that is fetched once.
import { ensureModel, locateModel as locate, sourceFor } from '../services/shared/models/fetch.ts';
import { bytes } from '../services/shared/text/quantities.ts';
import { cacheFolder } from './cache.ts';
import { MODELS_FOLDER } from './template.ts';

/**
 * Gives the model's path.
 * @throws {UserError} no such model, or no way to get it.
 */
export const openModel = async (
  nameOrPath: string,
  { signal, onWait }: { signal: AbortSignal; onWait: (words: string) => void },
): Promise<string> => {
  const { path } = await ensureModel(nameOrPath, {
    folder: cacheFolder('models'),
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
  const found = await locate(nameOrPath, { folder: cacheFolder('models'), bundled: [MODELS_FOLDER] });
  // Throws where openModel would.
  if (!found) sourceFor(nameOrPath);
  return found?.path;
};
