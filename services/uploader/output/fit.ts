// Fits text to a terminal. Widths are in columns, as string-width counts them (a Chinese character takes two).
import stringWidth from 'string-width';

const ELLIPSIS = '…';

/** The ends of a path say more than its middle: `week1/less…/video12.mp4`. */
export const truncateMiddle = (text: string, width: number): string => {
  if (stringWidth(text) <= width) return text;
  if (width <= 0) return '';
  const graphemes = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  const tailWidth = Math.ceil((width - 1) / 2);
  const tail = takeWidth(graphemes.toReversed(), tailWidth).toReversed().join('');
  const head = takeWidth(graphemes, width - 1 - stringWidth(tail)).join('');
  return `${head}${ELLIPSIS}${tail}`;
};

const takeWidth = (graphemes: string[], width: number): string[] => {
  let used = 0;
  const end = graphemes.findIndex((grapheme) => {
    used += stringWidth(grapheme);
    return used > width;
  });
  return end === -1 ? graphemes : graphemes.slice(0, end);
};

/** The first text that fits; if none does, the last one is cut. */
export const firstThatFits = (texts: string[], width: number): string =>
  texts.find((text) => stringWidth(text) <= width) ?? truncateMiddle(texts.at(-1) ?? '', width);

export const padEnd = (text: string, width: number): string =>
  `${text}${' '.repeat(Math.max(0, width - stringWidth(text)))}`;
