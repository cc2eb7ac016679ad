// Decides whether to use colours, and defines them.
import { styleText } from 'node:util';

type Environment = Record<string, string | undefined>;

/** In this order: the flag, NO_COLOR (no-color.org), FORCE_COLOR, and what the terminal supports. */
export const wantsColor = (flag: boolean, environment: Environment, isTerminal: boolean): boolean => {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  if (!flag || NO_COLOR) return false;
  if (FORCE_COLOR) return !['0', 'false'].includes(FORCE_COLOR);
  return isTerminal && TERM !== 'dumb';
};

export type Paint = ReturnType<typeof makePaint>;

export const makePaint = (isColored: boolean) => {
  const style = (format: Parameters<typeof styleText>[0]) => (text: string) =>
    isColored ? styleText(format, text, { validateStream: false }) : text;
  return {
    red: style('red'),
    yellow: style('yellow'),
    green: style('green'),
    dim: style('dim'),
    bold: style('bold'),
  };
};
