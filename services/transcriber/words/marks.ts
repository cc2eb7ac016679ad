// Removes the marks for sounds that Whisper writes between words: [Music], (applause), *laughs*, ♪, （笑）. They are no
// words, so a stretch with nothing else is speech without words. Brackets that contain a speaker's words stay.
import type { Word } from '../../shared/contracts/transcript.ts';

/** Whisper's longest mark is "(speaking in a foreign language)"; a longer bracket contains speech. */
const MOST_WORDS = 6;
const MOST_CHARACTERS = 48;

/** Scripts in which a mark may be a single character, and words have no spaces before brackets. */
const EAST_ASIAN = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}';

/** Excludes `array[0]` and `f(x)`: a mark follows a Latin word after a space. */
const ALONE = `(?<=^|[^\\p{L}\\p{N}]|[${EAST_ASIAN}])`;
const inside = (closing: string): string => `[^${closing}]{1,${MOST_CHARACTERS}}`;

/** The content of square, full-width and round brackets, or of asterisks. */
const BRACKETED = [
  new RegExp(`${ALONE}\\[(${inside('[\\]')})\\]`, 'gu'),
  new RegExp(`${ALONE}\\((${inside('()')})\\)`, 'gu'),
  new RegExp(`[（［【〔](${inside('）］】〕')})[）］】〕]`, 'gu'),
  /(?<![\p{L}\p{N}*])\*(?=\p{L})([^*]{1,48})(?<=\p{L})\*(?![\p{L}\p{N}*])/gu,
];

const HAS_EAST_ASIAN = new RegExp(`[${EAST_ASIAN}]`, 'u');

const NOTES = /[♩♪♫♬🎵🎶]+/gu;

/** Two letters in a row, or one letter that is a word by itself: `[a, b]` and `(x)` are mathematics. */
const SOUND = new RegExp(`\\p{L}{2}|[${EAST_ASIAN}]`, 'u');
/** Characters of a sum, a list or a quantity that somebody dictated. */
const SAID = /[\p{N}=+<>%$€£/^,;]/u;
/** `(GDP)`; marks in capitals are longer. */
const ACRONYM = /^\p{Lu}{2,4}$/u;

/** How English-only models mark another language: "(speaking in foreign language)", "[speaking German]". */
const FOREIGN =
  /[[(](?:[^\])]*\b[Ff](?:oreign|OREIGN)\b|\s*[Ss](?:peak|ing)(?:s|ing)\s+(?:in\s+)?\p{Lu})[^\])]*[\])]/u;

/** Whether the model marks speech in another language. */
export const saysForeign = (words: Word[]): boolean => FOREIGN.test(words.map(({ text }) => text).join(' '));

/** Removes marks from the words, and words that consist only of marks. */
export const withoutMarks = (words: Word[]): Word[] => {
  const starts: number[] = [];
  let text = '';
  for (const word of words) {
    text += ' ';
    starts.push(text.length);
    text += word.text;
  }
  const marks = [...BRACKETED.flatMap((bracketed) => findMarks(text, bracketed)), ...findAll(text, NOTES)];
  if (marks.length === 0) return onlyWithLetters(words);
  const left = words.map((word, index) => {
    const at = starts[index] ?? 0;
    const kept = [...indices(word.text)].filter(
      (offset) => !marks.some(({ from, to }) => from <= at + offset && at + offset < to),
    );
    return { ...word, text: kept.map((offset) => word.text[offset]).join('') };
  });
  return onlyWithLetters(left.filter(({ text }) => text !== ''));
};

type Mark = { from: number; to: number };

const findMarks = (text: string, bracketed: RegExp): Mark[] =>
  [...text.matchAll(bracketed)]
    .filter(([, content = '']) => isSound(content.trim()))
    .map(({ index, 0: { length } }) => ({ from: index, to: index + length }));

const findAll = (text: string, sign: RegExp): Mark[] =>
  [...text.matchAll(sign)].map(({ index, 0: { length } }) => ({ from: index, to: index + length }));

const isSound = (content: string): boolean =>
  SOUND.test(content) &&
  !SAID.test(content) &&
  !ACRONYM.test(content) &&
  (content.split(/\s+/).length <= MOST_WORDS || HAS_EAST_ASIAN.test(content));

const indices = (text: string): Iterable<number> => Array.from({ length: text.length }).keys();

/** A line of dots or dashes says nothing. Among words, a dash may be a minus. */
const onlyWithLetters = (words: Word[]): Word[] =>
  words.some(({ text }) => /[\p{L}\p{N}\p{S}]/u.test(text)) ? words : [];
