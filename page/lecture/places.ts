// Finds words in the rendered text. A paragraph is one text node, and its words are ranges of it: that keeps a lecture of
// ten hours fast, and suits screen readers.
import { type LaidParagraph, lastUpTo } from './reading.ts';

export type Paragraphs = { list: LaidParagraph[]; firsts: number[] };

export const toPlaces = (list: LaidParagraph[]): Paragraphs => ({
  list,
  firsts: list.map(({ first }) => first),
});

const elementOf = (root: Element, paragraph: LaidParagraph): Element | null =>
  root.querySelector(`p[data-first="${paragraph.first}"]`);

/** @returns undefined if the word is not rendered. */
export const rangeOfWord = (root: Element, { list, firsts }: Paragraphs, word: number): Range | undefined => {
  const paragraph = list[lastUpTo(firsts, word)];
  const node = paragraph && elementOf(root, paragraph)?.firstChild;
  if (!node) return rangeOfButton(root, word);
  const at = word - (paragraph?.first ?? 0);
  const [from, text] = [paragraph?.offsets[at], paragraph?.words[at]?.text];
  if (from === undefined || text === undefined) return undefined;
  const range = new Range();
  range.setStart(node, from);
  range.setEnd(node, Math.min(from + text.length, node.textContent?.length ?? 0));
  return range;
};

/** While a paragraph is corrected, each word is a button. */
const rangeOfButton = (root: Element, word: number): Range | undefined => {
  const button = root.querySelector(`[data-word="${word}"]`);
  if (!button) return undefined;
  const range = new Range();
  range.selectNodeContents(button);
  return range;
};

/** @returns the word at a place in the document, or undefined outside the text. */
export const wordAt = (
  { list, firsts }: Paragraphs,
  node: Node | null,
  offset: number,
): number | undefined => {
  const element = node instanceof Element ? node : node?.parentElement;
  const first = element?.closest<HTMLElement>('p[data-first]')?.dataset.first;
  const paragraph = first === undefined ? undefined : list[lastUpTo(firsts, Number(first))];
  if (!paragraph) return undefined;
  return paragraph.first + Math.max(0, lastUpTo(paragraph.offsets, node === element ? 0 : offset));
};

export const wordAtPoint = (root: Element, places: Paragraphs, x: number, y: number): number | undefined => {
  const caret = caretAt(x, y);
  const word = caret && wordAt(places, caret.node, caret.offset);
  // The browser returns the nearest word even for a click beside the line.
  const boxes = word === undefined ? [] : [...(rangeOfWord(root, places, word)?.getClientRects() ?? [])];
  const isOn = boxes.some(
    ({ left, right, top, bottom }) => x >= left - 6 && x <= right + 6 && y >= top && y <= bottom,
  );
  return isOn ? word : undefined;
};

const caretAt = (x: number, y: number): { node: Node; offset: number } | undefined => {
  const position = document.caretPositionFromPoint?.(x, y);
  if (position) return { node: position.offsetNode, offset: position.offset };
  // Safari knows only the older name.
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : undefined;
};

/** Why words are marked, apart from the spoken one. */
export type Marks = 'unsure' | 'corrected' | 'found';

/** Marks words without an element for each, in browsers that have the CSS Custom Highlight API. */
export const mark = (name: 'lit' | Marks, ranges: Range[]): void => {
  if (typeof Highlight === 'undefined' || !CSS.highlights) return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else {
    const highlight = new Highlight(...ranges);
    // The spoken word stays visible over all other marks.
    highlight.priority = name === 'lit' ? 1 : 0;
    CSS.highlights.set(name, highlight);
  }
};
