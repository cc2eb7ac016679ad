import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../../services/shared/contracts/errors.ts';
import { LANGUAGES } from '../../../../services/shared/models/language-list.ts';
import { checkLanguage } from '../../../../services/shared/models/languages.ts';

const SOURCE = 'services/transcriber/engine/native/model/vocabulary.cpp';

describe('LANGUAGES', () => {
  it("are the engine's, in the order of the model's tokens", async () => {
    const [, list = ''] = /kLanguages\[\] = \{([^}]*)\}/.exec(await readFile(SOURCE, 'utf8')) ?? [];
    const codes = [...list.matchAll(/"([a-z]+)"/g)].map(([, code]) => code);

    expect(codes).toHaveLength(100);
    expect([...LANGUAGES.keys()]).toEqual(codes);
    expect(new Set(LANGUAGES.values()).size).toBe(100);
  });
});

describe('checkLanguage', () => {
  it.each([
    ['tiny', true, 'de', 'de'],
    ['tiny', true, 'German', 'de'],
    ['tiny', true, ' HAITIAN CREOLE ', 'ht'],
    ['tiny', true, 'maori', 'mi'],
    ['tiny', true, 'bengali', 'bn'],
    ['tiny', true, 'nynorsk', 'nn'],
    ['tiny', true, 'myanmar', 'my'],
    ['tiny', true, 'tagalog', 'tl'],
    ['tiny', true, 'javanese', 'jw'],
    ['tiny', true, 'auto', 'auto'],
    ['large-v3-q5_0', true, 'yue', 'yue'],
    ['my-own', true, 'yue', 'yue'],
    ['tiny.en', false, 'en', 'en'],
    ['tiny.en', false, 'English', 'en'],
    ['tiny.en', false, 'auto', 'en'],
  ])('accepts for %s (multilingual: %s) %s as %s', (name, multilingual, language, code) => {
    expect(checkLanguage(name, multilingual, language)).toBe(code);
  });

  it.each([
    ['a typing error', 'germann', 'Did you mean german'],
    ['a locale', 'pt-BR', 'Did you mean pt (portuguese)?'],
    ['nothing like a language', 'xxxxxxxxxxxxxxxxxxxx', 'Pass auto, an English name'],
  ])('refuses %s and lists the codes', (_name, language, message) => {
    expect(() => checkLanguage('tiny', true, language)).toThrow(UserError);
    expect(() => checkLanguage('tiny', true, language)).toThrow(message);
    expect(() => checkLanguage('tiny', true, language)).toThrow([...LANGUAGES.keys()].join(' '));
  });

  it.each([
    ['tiny.en-q8_0', 'de', 'German (de). Use the model tiny-q8_0.'],
    ['small.en', 'french', 'French (fr). Use the model small.'],
  ])('refuses %s for %s, and names another model', (name, language, message) => {
    expect(() => checkLanguage(name, false, language)).toThrow(message);
  });

  it('refuses to translate with an English-only model', () => {
    expect(() => checkLanguage('base.en', false, 'auto', true)).toThrow('Use the model base.');
  });

  it('refuses to translate with turbo, which answers in the language that was spoken', () => {
    expect(() => checkLanguage('large-v3-turbo-q5_0', true, 'de', true)).toThrow('not trained to translate');
  });

  it('lets the other models translate', () => {
    expect(checkLanguage('base', true, 'de', true)).toBe('de');
  });

  it('refuses Cantonese for a model with one language less', () => {
    expect(() => checkLanguage('large-v2', true, 'yue')).toThrow('Use large-v3');
  });
});
