// Where the model of a name is fetched from, and what is known of it beforehand.
// Not the fetching, which is fetch.ts.
import { UserError } from '../contracts/errors.ts';
import { fileOf, findModel, HUB, type Model, unknownModel } from './catalogue.ts';

export type ModelSource = { url: URL; model: Model };

/**
 * @param url in place of the model hub: a folder of models, or one model (ends in .bin).
 * @throws {UserError} no such model, or no such address.
 */
export const sourceOf = (name: string, url: string | undefined, models: readonly Model[]): ModelSource => {
  const known = findModel(name, models);
  const base = url || known?.home || HUB;
  const given = addressOf(base);
  const isFile = given.pathname.endsWith('.bin');
  // A model of the user's own has a name that nobody lists.
  if (!known && !(isFile && /^[\w.-]+$/.test(name))) throw unknownModel(name, models);
  if (!isFile) given.pathname = `${given.pathname.replace(/\/+$/, '')}/${fileOf(name)}`;
  return { url: given, model: known ?? { name } };
};

const addressOf = (address: string): URL => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UserError(
    `WHISPER_MODEL_URL is no address: "${address}". Give one that starts with https://, of a folder of models or of one .bin file.`,
  );
};
