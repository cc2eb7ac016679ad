// Turns events into lines and picks their stream: stdout gets only results. Progress is drawn by board.ts.

import { bytes, count, duration, printable } from '../../shared/text/quantities.ts';
import { correctedLines, failedLines, pageLines, summaryLines, transcriptLines } from './closing.ts';
import type { Paint } from './color.ts';
import type { Event, EventOf } from './events.ts';
import { estimateTable, planTable, planTotals } from './plan-table.ts';
import { cancelLines, fetchedLines, retryLines, runsTable, statusLines } from './runs.ts';

/** How much is printed; `local` avoids words about sending. */
export type Loudness = { quiet: boolean; verbose: boolean; local?: boolean };
export type Words = { stdout: string[]; stderr: string[] };
type Paints = { stdout: Paint; stderr: Paint };
/** Columns of each terminal; undefined if it is not one. */
export type Widths = { stdout?: number | undefined; stderr?: number | undefined };

const nothing: Words = { stdout: [], stderr: [] };
const result = (stdout: string[]): Words => ({ stdout, stderr: [] });
const aside = (...stderr: string[]): Words => ({ stdout: [], stderr });

/** What --quiet still prints. */
export const isResult = (event: Event): boolean =>
  !['note', 'progress', 'sending', 'sent'].includes(event.type) && (event.type !== 'plan' || event.dryRun);

export const say = (
  event: Event,
  { quiet, verbose, local = false }: Loudness,
  paints: Paints,
  widths: Widths = {},
): Words => {
  if (quiet && !isResult(event)) return nothing;
  const paint = paints.stdout;
  switch (event.type) {
    case 'plan':
      return sayPlan(event, { verbose, local }, widths);
    case 'estimate':
      return result(estimateTable(event, widths.stdout));
    case 'sending':
      return verbose ? aside(sayingSending(event, local)) : nothing;
    case 'sent':
      return verbose ? aside(sayingSent(event, local)) : nothing;
    case 'runs':
    case 'status':
    case 'fetched':
    case 'retry':
    case 'cancel':
      return result(answerLines(event, widths.stdout));
    case 'run':
      return sayRun(event, { verbose, local });
    case 'transcript':
      return result(transcriptLines(event, paint));
    case 'corrected':
      return result(correctedLines(event, paint));
    case 'page':
      return result(pageLines(event));
    case 'failed':
      return result(failedLines(event, paint));
    case 'summary':
      return result(summaryLines(event, local));
    case 'error':
      return aside(paints.stderr.red(event.message));
    case 'note':
      return sayNote(event, verbose, paints.stderr);
    case 'progress':
      return nothing;
  }
};

type Answer = EventOf<'runs' | 'status' | 'fetched' | 'retry' | 'cancel'>;

const answerLines = (event: Answer, columns: number | undefined): string[] => {
  switch (event.type) {
    case 'runs':
      return runsTable(event, columns);
    case 'status':
      return statusLines(event, columns);
    case 'fetched':
      return fetchedLines(event);
    case 'retry':
      return retryLines(event);
    case 'cancel':
      return cancelLines(event);
  }
};

type Telling = { verbose: boolean; local: boolean };

const sayPlan = (plan: EventOf<'plan'>, { verbose, local }: Telling, widths: Widths): Words => {
  const what = local ? 'Dry run: nothing was done.' : `Dry run to ${plan.destination}: nothing was sent.`;
  const lines = (columns?: number) => [...planTable(plan, local, columns), planTotals(plan, local)];
  if (plan.dryRun) return result([...lines(widths.stdout), what]);
  return verbose ? aside(...lines(widths.stderr)) : nothing;
};

const sayingSending = (
  { key, bytes: size, kind, resumedBytes }: EventOf<'sending'>,
  local: boolean,
): string => {
  const there = local ? 'prepared already' : 'already in S3';
  const resumed = resumedBytes > 0 ? `, of which ${bytes(resumedBytes)} are ${there}` : '';
  const what = `${kind === 'video' ? 'whole' : 'its soundtrack'}, ${bytes(size)}${resumed}`;
  return `${local ? 'Preparing' : 'Sending'} ${printable(key)}: ${what}`;
};

const sayingSent = ({ key, bytes: size, seconds }: EventOf<'sent'>, local: boolean): string =>
  `${local ? 'Prepared' : 'Sent'} ${printable(key)}: ${bytes(size)} in ${duration(seconds)}`;

const sayRun = ({ run, state, videos, done, failed }: EventOf<'run'>, { verbose, local }: Telling): Words => {
  if (state === 'started')
    return result([`The run ${run} has ${count(videos, 'video')}. To follow it: uploader watch ${run}`]);
  const name = local ? 'Transcribing' : `Run ${run}`;
  return verbose ? aside(`${name}: ${state}, ${done} of ${videos} done, ${failed} failed`) : nothing;
};

const sayNote = ({ level, message }: EventOf<'note'>, verbose: boolean, paint: Paint): Words => {
  if (level === 'detail') return verbose ? aside(paint.dim(message)) : nothing;
  if (level === 'warning') return aside(paint.yellow(message));
  return aside(level === 'done' ? `${paint.green('✔')} ${message}` : message);
};
