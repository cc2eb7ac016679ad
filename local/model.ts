// The Whisper model of a local run: bundled, the user's own, or downloaded once.
import { ensureModel, locateModel as locate, sourceFor } from '../services/shared/models/fetch.ts';
import { bytes } from '../services/shared/text/quantities.ts';
import { cacheFolder } from './cache.ts';
import { MODELS_FOLDER } from './template.ts';

/**
 * Returns the model's path.
 * @throws {UserError} if there is no such model, or no way to get it.
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
 * The model's path, if it is already on this machine.
 * @throws {UserError} if there is no such model.
 */
export const locateLocalModel = async (nameOrPath: string): Promise<string | undefined> => {
  const found = await locate(nameOrPath, { folder: cacheFolder('models'), bundled: [MODELS_FOLDER] });
  // Throws if openModel would.
  if (!found) sourceFor(nameOrPath);
  return found?.path;
};
