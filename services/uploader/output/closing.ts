// The lines at the end of a run: where the transcripts are, what they lack, what failed, and what it took.
import { basename } from 'node:path';
import { bytes, count, dollars, duration, printable } from '../../shared/text/quantities.ts';
import { listSpans } from '../../shared/text/timestamp.ts';
import type { Paint } from './color.ts';
import { doubtLines } from './doubts.ts';
import type { EventOf } from './events.ts';

const INDENT = '    ';

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
    ...kept.map((file) => `${INDENT}${keptWords(file)}`),
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

export const summaryLines = (summary: EventOf<'summary'>): string[] => {
  const { sent, sentBytes, upToDate, done, failed, incomplete, nothingHeard = 0, seconds, cost } = summary;
  const videos = [
    ...(done > 0 ? [`${count(done, 'video')} transcribed`] : []),
    ...(upToDate > 0 ? [`${upToDate} up to date already`] : []),
    ...(incomplete > 0 ? [`${incomplete} incomplete`] : []),
    ...(nothingHeard > 0 ? [`nothing heard in ${nothingHeard}`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(sent > 0 ? [`${bytes(sentBytes)} sent`] : []),
  ];
  const lines = [`${videos.join(', ')}, in ${duration(seconds)}.`];
  if (cost) {
    const asked = `Amazon Transcribe would have cost ${dollars(cost.transcribeDollars)}`;
    const paid = cost.dollars === 0 ? 'nothing' : dollars(cost.dollars);
    const [sound, computing] = [duration(cost.hours * 3_600), duration(cost.computeSeconds)];
    lines.push(`${sound} of sound took ${computing} of computing and cost ${paid}; ${asked}.`);
  }
  return lines;
};
