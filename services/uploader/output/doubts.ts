// What was noticed of a video's language and of the speech detector, in lines for people. Events in, text out.

import { multilingualTwin } from '../../shared/models/catalogue.ts';
import { languageName } from '../../shared/models/languages.ts';
import { duration } from '../../shared/text/quantities.ts';
import { listSpans, timeOf } from '../../shared/text/timestamp.ts';
import type { Paint } from './color.ts';
import type { Doubted } from './run-events.ts';

/** @param language that was found; undefined where one was asked for. */
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
        `${paint.yellow('NOT ENGLISH?')} The model ${model} knows English only, and two hearings of this speech do not agree. ` +
          `Take a model of many languages: --model ${multilingualTwin(model)}, or a larger one such as small-q8_0, and --language if you know it`,
      ]
    : []),
  ...(unsure.length > 0
    ? [
        `${paint.yellow('UNSURE')}: the speech detector was unsure about ${duration(secondsOf(unsure))} of ${duration(seconds)} (music or noise?); ` +
          `words may be missing at ${listSpans(unsure, 'more in the json')}`,
      ]
    : []),
];

type Others = NonNullable<Doubted['otherLanguages']>;

const othersOf = (language: string, others: Others): string => {
  if (others.length === 0) return '';
  const heard = [...Map.groupBy(others, (other) => other.language)].map(
    ([code, places]) => `${languageName(code)} at ${places.map(({ start }) => timeOf(start)).join(' and ')}`,
  );
  return `; also heard: ${heard.join(', ')}, which is written as if it were ${languageName(language)}`;
};

const secondsOf = (spans: { start: number; end: number }[]): number =>
  spans.reduce((sum, { start, end }) => sum + end - start, 0);
