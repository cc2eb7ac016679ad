// Writing systems: the width of a text on the screen, whether a space separates two words, and where a long word may be
// cut. Grammar is left to `phrases.ts`.

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
const ASCII = /^[ -~]*$/;

const UNSPACED =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}ー\\u3001-\\u303e\\uff01-\\uff60';
const HAS_UNSPACED = new RegExp(`[${UNSPACED}]`, 'u');
const ENDS_UNSPACED = new RegExp(`[${UNSPACED}]$`, 'u');
const STARTS_UNSPACED = new RegExp(`^[${UNSPACED}]`, 'u');

const OPENING = /^[\p{Ps}\p{Pi}]+$/u;

// Uses a dictionary: "我们今天学习" has the words 我们, 今天 and 学习.
const wordsIn = new Intl.Segmenter('en', { granularity: 'word' });
const charactersIn = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** In columns: a Chinese character, a kana or an emoji fills two, a combining mark none. */
export const widthOf = (text: string): number => {
  if (ASCII.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += WIDE.test(character) ? 2 : NO_WIDTH.test(character) ? 0 : 1;
  return width;
};

export const isSpaced = (before: string, after: string): boolean =>
  !(ENDS_UNSPACED.test(before) && STARTS_UNSPACED.test(after));

/** Separates words by a space if the script has one. */
export const joinWords = (texts: string[]): string => {
  let line = '';
  // Looks at single words: an hour without a full stop would otherwise be searched again for each of them.
  for (const [index, text] of texts.entries())
    line += line !== '' && isSpaced(texts[index - 1] ?? '', text) ? ` ${text}` : text;
  return line;
};

/** The parts of a word that may be on different lines: one, except in scripts without spaces and for very long words. */
export const cutWord = (word: string, width: number): string[] => {
  if (!HAS_UNSPACED.test(word) && widthOf(word) <= width) return [word];
  const parts: string[] = [];
  for (const { segment, isWordLike } of wordsIn.segment(word)) {
    const last = parts.at(-1) ?? '';
    const belongs = last !== '' && (!isWordLike || OPENING.test(last)) && !OPENING.test(segment);
    if (belongs && widthOf(last + segment) <= width) parts[parts.length - 1] = last + segment;
    else parts.push(...cutCharacters(segment, width));
  }
  return parts;
};

const cutCharacters = (text: string, width: number): string[] => {
  if (widthOf(text) <= width) return [text];
  const parts = [''];
  for (const { segment } of charactersIn.segment(text)) {
    const last = parts.length - 1;
    if (widthOf(parts[last] + segment) > width) parts.push(segment);
    else parts[last] += segment;
  }
  return parts;
};
