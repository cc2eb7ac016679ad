// Words in the drawn text: a paragraph is one text node, and its words are ranges of it. That keeps a lecture of ten hours
// quick, and reads well aloud.
import { type LaidParagraph, lastUpTo } from './reading.ts';

export type Paragraphs = { list: LaidParagraph[]; firsts: number[] };

export const toPlaces = (list: LaidParagraph[]): Paragraphs => ({
  list,
  firsts: list.map(({ first }) => first),
});

const elementOf = (root: Element, paragraph: LaidParagraph): Element | null =>
  root.querySelector(`p[data-first="${paragraph.first}"]`);

/** Undefined where the word is not drawn. */
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

/** A paragraph that is corrected has a button for each word. */
const rangeOfButton = (root: Element, word: number): Range | undefined => {
  const button = root.querySelector(`[data-word="${word}"]`);
  if (!button) return undefined;
  const range = new Range();
  range.selectNodeContents(button);
  return range;
};

/** The word at a place in the document; undefined outside the text. */
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
  // Beside a line the nearest word is meant by nobody.
  const boxes = word === undefined ? [] : [...(rangeOfWord(root, places, word)?.getClientRects() ?? [])];
  const isOn = boxes.some(
    ({ left, right, top, bottom }) => x >= left - 6 && x <= right + 6 && y >= top && y <= bottom,
  );
  return isOn ? word : undefined;
};

const caretAt = (x: number, y: number): { node: Node; offset: number } | undefined => {
  const position = document.caretPositionFromPoint?.(x, y);
  if (position) return { node: position.offsetNode, offset: position.offset };
  // Safari has the older name.
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? { node: range.startContainer, offset: range.startOffset } : undefined;
};

/** What words of a text are marked for, beside the one that is spoken. */
export type Marks = 'unsure' | 'corrected' | 'found';

/** Marks words without an element for each; a browser that cannot leaves them unmarked. */
export const mark = (name: 'lit' | Marks, ranges: Range[]): void => {
  if (typeof Highlight === 'undefined' || !CSS.highlights) return;
  if (ranges.length === 0) CSS.highlights.delete(name);
  else {
    const highlight = new Highlight(...ranges);
    // The word that is spoken is seen over all others.
    highlight.priority = name === 'lit' ? 1 : 0;
    CSS.highlights.set(name, highlight);
  }
};
