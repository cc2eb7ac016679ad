// Formats the answers of the run commands for people.

import { count, dollars, duration, printable } from '../../shared/text/quantities.ts';
import type { RunEvent, RunRow, RunState, VideoNow } from './run-events.ts';
import { formatTable } from './table.ts';

type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;

/** `2026-11-22 15:15` */
const minuteOf = (time: string): string => time.slice(0, 16).replace('T', ' ');

/** The state of a run, from its status and its report. */
export const standing = (
  { status, reported }: Pick<RunState, 'status' | 'reported'>,
  failed: number,
): string => {
  if (reported) return failed > 0 ? `ended, ${failed} failed` : 'done';
  return WORDS[status];
};

const WORDS: Record<RunState['status'], string> = {
  RUNNING: 'running',
  SUCCEEDED: 'ended without a report',
  FAILED: 'failed',
  TIMED_OUT: 'ran out of time',
  ABORTED: 'cancelled',
  NOT_STARTED: 'not started',
  UNKNOWN: 'no report yet',
};

export const runsTable = ({ runs, older }: Of<'runs'>, columns?: number): string[] => {
  if (runs.length === 0) return ['There are no runs yet.'];
  const head = ['RUN', 'STARTED (UTC)', 'STATUS', 'DONE', 'FAILED', 'OF', 'SOUND', 'COST'];
  const rows = runs.map((run) => [
    run.run,
    minuteOf(run.startedAt),
    standing(run, run.failed),
    String(run.done),
    String(run.failed),
    String(run.videos),
    run.soundSeconds > 0 ? duration(run.soundSeconds) : '',
    costText(run),
  ]);
  const more = older > 0 ? [`${count(older, 'older run')} not shown: uploader status --all`] : [];
  // The id contains the start time, and the status how many failed.
  const spare = [1, 4, 6, 7, 5, 3];
  return [
    ...formatTable([head, ...rows], { right: [3, 4, 5, 6, 7], columns, cut: [[2, 12]], spare }),
    ...more,
  ];
};

const costText = ({ dollars: amount }: Pick<RunRow, 'dollars'>): string =>
  amount === undefined ? '' : dollars(amount);

export const statusLines = (state: RunState, columns?: number): string[] => {
  const { run, videos, startedAt, finishedAt, cause } = state;
  const failed = videos.filter((video) => video.state === 'failed').length;
  const done = videos.filter((video) => video.state === 'done').length;
  const times = [`started ${minuteOf(startedAt)}`, ...(finishedAt ? [`ended ${minuteOf(finishedAt)}`] : [])];
  const cost = costText(state);
  // In a pipe each video is one line; on a terminal an error gets its own line, because a cut one is useless.
  const isSeen = columns !== undefined;
  const rows = videos.map((video) => [
    '',
    video.state,
    printable(video.key),
    [detailOf(video), isSeen ? '' : faultOf(video)].filter(Boolean).join(', '),
  ]);
  const lines = formatTable(rows, { columns, cut: [[2, 24]] });
  const below = (video: VideoNow) => (isSeen && faultOf(video) ? [`    ${faultOf(video)}`] : []);
  return [
    `${run}: ${standing(state, failed)}${cause ? ` (${printable(cause)})` : ''}, ${times.join(', ')} UTC`,
    `${done} of ${count(videos.length, 'video')} done${cost && `, ${cost}`}`,
    ...videos.flatMap((video, index) => [lines[index] ?? '', ...below(video)]),
  ];
};

const detailOf = ({ chunks, chunksDone = 0, soundSeconds }: VideoNow): string => {
  if (chunks) return `${chunksDone} of ${count(chunks, 'chunk')}`;
  return soundSeconds === undefined ? '' : duration(soundSeconds);
};

const faultOf = ({ error, incomplete, nothingHeard }: VideoNow): string => {
  if (error) return printable(error.message);
  if (nothingHeard) return `NOTHING HEARD: ${printable(nothingHeard)}`;
  return incomplete ? 'INCOMPLETE: the file is cut off or broken' : '';
};

export const fetchedLines = ({
  run,
  status,
  out,
  written,
  same,
  failed,
  unfinished,
}: Of<'fetched'>): string[] => {
  const there = same > 0 ? `, ${same} already there` : '';
  const open = status === 'RUNNING' || status === 'NOT_STARTED' ? 'not ready yet' : 'not finished';
  const rest = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(unfinished > 0 ? [`${unfinished} ${open}`] : []),
  ];
  const more = rest.length > 0 ? ` In the run ${run}: ${rest.join(', ')}.` : '';
  return [`${count(written, 'transcript')} written to ${out}${there}.${more}`];
};

export const retryLines = ({ run, newRun, videos, transcribed, sendAgain }: Of<'retry'>): string[] => {
  const list = (keys: string[]) => keys.map((key) => `  ${printable(key)}`);
  const nothing =
    transcribed.length + sendAgain.length === 0
      ? `Every video of the run ${run} is done.`
      : `Nothing of the run ${run} is left in the bucket to transcribe again.`;
  return [
    newRun === undefined
      ? nothing
      : `The run ${newRun} transcribes ${count(videos.length, 'video')} of ${run} again: uploader watch ${newRun}`,
    ...(transcribed.length > 0
      ? ['Already transcribed (uploader <dir> --wait downloads the transcript):', ...list(transcribed)]
      : []),
    ...(sendAgain.length > 0
      ? ['No longer in the bucket; send again with uploader <dir>:', ...list(sendAgain)]
      : []),
  ];
};

export const cancelLines = ({ run, status, cancelled, done, failed, unfinished }: Of<'cancel'>): string[] => {
  const counts = `${done} done, ${failed} failed, ${unfinished} not finished`;
  if (status === 'NOT_STARTED') return [`The run ${run} has not started, so there is nothing to cancel.`];
  if (!cancelled && status !== 'ABORTED') return [`The run ${run} has already ended: ${counts}.`];
  return [
    `The run ${run} ${cancelled ? 'is' : 'was already'} cancelled: ${counts}.`,
    ...(failed + unfinished > 0
      ? [`The unfinished videos stay in the bucket. To transcribe them: uploader retry ${run}`]
      : []),
  ];
};
