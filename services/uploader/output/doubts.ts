// Warnings about a video's language and its speech detection.

import { multilingualTwin } from '../../shared/models/catalogue.ts';
import { languageName } from '../../shared/models/languages.ts';
import { duration } from '../../shared/text/quantities.ts';
import { listSpans, timeOf } from '../../shared/text/timestamp.ts';
import type { Paint } from './color.ts';
import type { Doubted } from './run-events.ts';

/** @param language the detected one; undefined if it was given. */
export const doubtLines = (
  language: string | undefined,
  {
    otherLanguages = [],
    languageDoubted = false,
    unsure = [],
    model = '',
    duration: seconds = 0,
  }: Partial<Doubted> = {},
  paint: Paint,
): string[] => [
  ...(language === undefined
    ? []
    : [`language: ${languageName(language)}${othersOf(language, otherLanguages)}`]),
  ...(languageDoubted
    ? [
        `${paint.yellow('NOT ENGLISH?')} This sounds like another language, but the model ${model} knows only English, so the words are probably wrong. ` +
          `Run again with a multilingual model: --model ${multilingualTwin(model)}; a larger one makes fewer mistakes. If it is English, pass --language en`,
      ]
    : []),
  ...(unsure.length > 0
    ? [
        `${paint.yellow('UNSURE')}: music or noise may hide speech in ${duration(secondsOf(unsure))} of ${duration(seconds)}; ` +
          `words may be missing at ${listSpans(unsure, 'more in the json')}. If they are, export the video with the music turned down`,
      ]
    : []),
];

type Others = NonNullable<Doubted['otherLanguages']>;

const othersOf = (language: string, others: Others): string => {
  if (others.length === 0) return '';
  const heard = [...Map.groupBy(others, (other) => other.language)].map(
    ([code, places]) => `${languageName(code)} at ${places.map(({ start }) => timeOf(start)).join(' and ')}`,
  );
  return `; also heard: ${heard.join(', ')}, transcribed as if it were ${languageName(language)}`;
};

const secondsOf = (spans: { start: number; end: number }[]): number =>
  spans.reduce((sum, { start, end }) => sum + end - start, 0);
