// Where a named model is downloaded from, and what is known about it beforehand.
import { UserError } from '../contracts/errors.ts';
import { fileOf, findModel, HUB, type Model, unknownModel } from './catalogue.ts';

export type ModelSource = { url: URL; model: Model };

/**
 * @param url replaces the model hub: a folder of models, or one model (ends in .bin).
 * @throws {UserError} if there is no such model, or the address is invalid.
 */
export const sourceOf = (name: string, url: string | undefined, models: readonly Model[]): ModelSource => {
  const known = findModel(name, models);
  const base = url || known?.home || HUB;
  const given = addressOf(base);
  const isFile = given.pathname.endsWith('.bin');
  // A custom model may have any name.
  if (!known && !(isFile && /^[\w.-]+$/.test(name))) throw unknownModel(name, models);
  if (!isFile) given.pathname = `${given.pathname.replace(/\/+$/, '')}/${fileOf(name)}`;
  return { url: given, model: known ?? { name } };
};

const addressOf = (address: string): URL => {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UserError(
    `WHISPER_MODEL_URL is not an address: "${address}". Set it to one that starts with https://, of a folder of models or of one .bin file.`,
  );
};
