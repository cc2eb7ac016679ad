// Turns words into the terms that a search compares: without case, accents and punctuation. In scripts without spaces
// each character is a term, so that a search does not depend on how the engine splits words.

/** Letters that Unicode does not decompose, but people type in a simpler form. */
const PLAIN: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
  ς: 'σ',
};
const PLAIN_LETTER = new RegExp(`[${Object.keys(PLAIN).join('')}]`, 'g');
/** Accents of Latin, Greek and Cyrillic, vowel points of Hebrew and Arabic. Marks of Thai or Hindi count as letters. */
const ACCENT = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
const APOSTROPHE = /['’ʼ`´]/g;
const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}';
const TERM = new RegExp(`[${UNSPACED}]|(?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+`, 'gu');

const fold = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKD')
    .replace(ACCENT, '')
    .normalize('NFC')
    .replace(PLAIN_LETTER, (letter) => PLAIN[letter] ?? letter)
    .replace(APOSTROPHE, '');

/** `Élève’s` is `eleves`, `well-known` is `well` and `known`, `学习` is `学` and `习`, `…` is nothing. */
export const termsOf = (text: string): string[] => fold(text).match(TERM) ?? [];
