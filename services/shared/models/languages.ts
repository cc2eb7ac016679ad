// Checks whether a model supports a language.
import { UserError } from '../contracts/errors.ts';
import { findModel, multilingualTwin } from './catalogue.ts';
import { LANGUAGES } from './language-list.ts';
import { nearest } from './nearest.ts';

export const AUTO = 'auto';

/**
 * Returns the language as the engine takes it: a code, or `auto`.
 * @param language a code or an English name.
 * @throws {UserError} if there is no such language, or the model does not know it.
 */
export const checkLanguage = (
  modelName: string,
  multilingual: boolean,
  language: string,
  translate = false,
): string => {
  const code = codeFor(language);
  if (!multilingual) {
    if (translate) throw englishOnly(modelName, 'cannot translate');
    if (code !== 'en' && code !== AUTO)
      throw englishOnly(modelName, `does not know ${languageName(code)} (${code})`);
    return 'en';
  }
  // Earlier models have one language less, and whisper.cpp would take the next token, `translate`.
  if (code === 'yue' && findModel(modelName) && !modelName.startsWith('large-v3'))
    throw new UserError(
      `The model ${modelName} does not know Cantonese (yue). Use large-v3, or Chinese (zh).`,
    );
  if (translate && modelName.includes('turbo'))
    throw new UserError(`The model ${modelName} was not trained to translate. Use large-v3 or medium.`);
  return code;
};

const codeFor = (language: string): string => {
  const asked = language.trim().toLowerCase();
  if (asked === AUTO || LANGUAGES.has(asked)) return asked;
  for (const [code, name] of LANGUAGES) if (name === asked) return code;
  throw new UserError(
    `Whisper does not know the language "${language}".${guess(asked)} Pass ${AUTO}, an English name (german) or a code: ` +
      `${[...LANGUAGES.keys()].join(' ')}.`,
  );
};

/** `German` for `de`. */
export const languageName = (code: string): string => {
  const name = LANGUAGES.get(code) ?? code;
  return name.charAt(0).toUpperCase() + name.slice(1);
};

const guess = (asked: string): string => {
  // A locale, like `pt-BR`: Whisper does not distinguish regions.
  const code = /^([a-z]{2,3})[-_]/.exec(asked)?.[1];
  const near = code && LANGUAGES.has(code) ? [code] : nearest(asked, [...LANGUAGES.values()]);
  const shown = near.map((word) => (LANGUAGES.has(word) ? `${word} (${LANGUAGES.get(word)})` : word));
  return shown.length > 0 ? ` Did you mean ${shown.join(' or ')}?` : '';
};

const englishOnly = (modelName: string, problem: string): UserError =>
  new UserError(
    `The model ${modelName} is English-only and ${problem}. Use the model ${multilingualTwin(modelName)}.`,
  );
