// The lines at the end of a run: where the transcripts are, what they lack, what failed, and what it took.
import { basename } from 'node:path';
import { bytes, count, dollars, duration, printable } from '../../shared/text/quantities.ts';
import { listSpans, timeOf } from '../../shared/text/timestamp.ts';
import type { Paint } from './color.ts';
import type { PageMade } from './correction-events.ts';
import { doubtLines } from './doubts.ts';
import type { EventOf } from './events.ts';

const INDENT = '    ';

/** The page lists the rest. */
const LISTED_CORRECTIONS = 5;
const LISTED_PROBLEMS = 10;

export const transcriptLines = (transcript: EventOf<'transcript'>, paint: Paint): string[] => {
  const {
    path,
    firstWords,
    gaps,
    language,
    doubts,
    lostSeconds,
    nothingHeard,
    remark,
    kept = [],
  } = transcript;
  return [
    printable(path),
    nothingHeard
      ? `${INDENT}${paint.yellow('NOTHING HEARD')}: ${printable(nothingHeard)}; the video is kept`
      : `${INDENT}${paint.dim(printable(firstWords))}`,
    ...(remark ? [`${INDENT}${printable(remark)}`] : []),
    ...doubtLines(language, doubts, paint).map((line) => `${INDENT}${line}`),
    ...(gaps.length > 0 ? [`${INDENT}speech without words: ${listSpans(gaps, 'more in the json')}`] : []),
    ...(lostSeconds > 0
      ? [
          `${INDENT}${paint.yellow('INCOMPLETE')}: the file is cut off or broken; its last ${Math.ceil(lostSeconds)} s are missing`,
        ]
      : []),
    ...correctingLines(transcript, paint),
    ...kept.map((file) => `${INDENT}${keptWords(file)}`),
  ];
};

type Correcting = Pick<EventOf<'transcript'>, 'taken' | 'unmatched'>;

const correctingLines = ({ taken = [], unmatched = [] }: Correcting, paint: Paint): string[] => [
  ...taken.map(
    (path) =>
      `${INDENT}your edits in ${printable(basename(path))} are corrections now, and applied to all its files`,
  ),
  ...unmatched
    .slice(0, LISTED_CORRECTIONS)
    .map(
      (one) => `${INDENT}${paint.yellow('NOT CORRECTED')} at ${timeOf(one.start)}: ${unmatchedWords(one)}`,
    ),
  ...(unmatched.length > LISTED_CORRECTIONS
    ? [`${INDENT}and ${unmatched.length - LISTED_CORRECTIONS} more, on the course page`]
    : []),
];

const WHY = {
  notFound: 'the transcript has other words there now',
  ambiguous: 'two places fit equally well',
  taken: 'a newer correction is about the same words',
};

const unmatchedWords = ({ heard, written, reason }: NonNullable<Correcting['unmatched']>[number]): string =>
  `"${printable(heard)}" to "${printable(written)}": ${WHY[reason]}`;

const whatWasCorrected = (isNew: boolean, places: number): string => {
  if (places > 0) return `${count(places, 'place')} corrected`;
  return isNew ? 'no corrections left, so its files are as transcribed' : 'nothing corrected';
};

export const correctedLines = (corrected: EventOf<'corrected'>, paint: Paint): string[] => {
  const { lecture, isNew, places, kept = [] } = corrected;
  const lines = [...correctingLines(corrected, paint), ...kept.map((file) => `${INDENT}${keptWords(file)}`)];
  if (!isNew && lines.length === 0) return [];
  return [`${printable(lecture)}: ${whatWasCorrected(isNew, places)}`, ...lines];
};

/** The page itself also lists its problems. */
export const pageLines = ({ url, lectures, problems }: PageMade): string[] => {
  const missing = problems.map(
    ({ name, reason }) => `${INDENT}without ${printable(name)}: ${printable(reason)}`,
  );
  const more = missing.length - LISTED_PROBLEMS;
  return [
    `Course page of ${count(lectures, 'lecture')}: ${url}`,
    ...missing.slice(0, LISTED_PROBLEMS),
    ...(more > 0 ? [`${INDENT}and without ${more} more, listed on the page`] : []),
  ];
};

type Kept = NonNullable<EventOf<'transcript'>['kept']>[number];

const keptWords = ({ path, newVersion }: Kept): string => {
  const beside = newVersion === undefined ? '' : `, the new version is ${printable(basename(newVersion))}`;
  return `kept ${printable(path)}: edited by hand${beside}; --overwrite replaces it`;
};

/** Most messages begin with the key, which is not repeated then. */
export const failedLines = ({ key, error }: EventOf<'failed'>, paint: Paint): string[] => {
  const message = printable(error.message);
  const word = error.name === 'LeftOut' ? 'LEFT OUT' : 'FAILED';
  const [failed, name] = [paint.red(word), printable(key)];
  return message.startsWith(name) ? [`${failed} ${message}`] : [`${failed} ${name}`, `${INDENT}${message}`];
};

/** @param local true: nothing was sent anywhere. */
export const summaryLines = (summary: EventOf<'summary'>, local = false): string[] => {
  const { sent, sentBytes, upToDate, done, incomplete, leftOut = 0, nothingHeard = 0 } = summary;
  const { seconds, cost } = summary;
  const failed = summary.failed - leftOut;
  const videos = [
    ...(done > 0 ? [`${count(done, 'video')} transcribed`] : []),
    ...(upToDate > 0 ? [`${upToDate} already up to date`] : []),
    ...(incomplete > 0 ? [`${incomplete} incomplete`] : []),
    ...(nothingHeard > 0 ? [`nothing heard in ${nothingHeard}`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(leftOut > 0 ? [`${leftOut} left out`] : []),
    ...(sent > 0 && !local ? [`${bytes(sentBytes)} sent`] : []),
  ];
  const lines = [`${videos.join(', ')}, in ${duration(seconds)}.`];
  if (cost) {
    const asked = `Amazon Transcribe would have cost ${dollars(cost.transcribeDollars)}`;
    const paid = cost.dollars === 0 ? 'nothing' : dollars(cost.dollars);
    const [sound, computing] = [duration(cost.hours * 3_600), duration(cost.computeSeconds)];
    lines.push(`${sound} of sound took ${computing} of computing and cost ${paid}; ${asked}.`);
  }
  return summary.page ? [...lines, ...pageLines(withoutVideos(summary.page))] : lines;
};

/** The closing lines have named each video that failed or was left out; the others are transcripts. */
const withoutVideos = (page: PageMade): PageMade => ({
  ...page,
  problems: page.problems.filter(({ name }) => name.endsWith('.json')),
});
