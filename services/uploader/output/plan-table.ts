// The tables of --dry-run, --estimate and --verbose, shown before anything is sent.

import { bytes, count, dollars, duration, printable } from '../../shared/text/quantities.ts';
import type { EventOf } from './events.ts';
import { formatTable } from './table.ts';

type Plan = EventOf<'plan'>;
type Action = Plan['files'][number]['action'];

const ACTIONS: Record<Action, string> = {
  send: 'send',
  inBucket: 'transcribe',
  cleanUp: 'clean up',
  upToDate: 'skip',
};

/** Nothing is sent to this machine. */
const LOCAL_ACTIONS: Record<Action, string> = { ...ACTIONS, send: 'transcribe' };

export const planTable = ({ files, leftOut }: Plan, local: boolean, columns?: number): string[] =>
  formatTable(
    [
      ['action', 'size', 'file', 'why'],
      ...files.map(({ key, bytes: size, action, reason }) => [
        (local ? LOCAL_ACTIONS : ACTIONS)[action],
        bytes(size),
        printable(key),
        printable(reason),
      ]),
      ...leftOut.map(({ path, reason }) => ['leave out', '', printable(path), printable(reason)]),
    ],
    {
      right: [1],
      columns,
      cut: [
        [3, 12],
        [2, 24],
      ],
      spare: [1],
    },
  );

export const planTotals = (plan: Plan, local: boolean): string => {
  const { files, leftOut } = plan;
  const of = (action: Action) => files.filter((file) => file.action === action).length;
  const parts = [
    ...(local ? toTranscribe(plan) : toSend(plan)),
    ...(of('cleanUp') > 0 ? [`${of('cleanUp')} to clean up`] : []),
    ...(of('upToDate') > 0 ? [`${of('upToDate')} up to date`] : []),
    ...(leftOut.length > 0 ? [`${count(leftOut.length, 'file')} left out`] : []),
  ];
  return `${parts.join(', ')}.`;
};

const NOTHING = 'nothing to transcribe';

const toSend = ({ files, bytes: size }: Plan): string[] => {
  const [toSend, there] = [withAction(files, 'send'), withAction(files, 'inBucket')];
  const parts = [
    ...(toSend.length > 0 ? [`${count(toSend.length, 'video')} (${bytes(size)}) to send`] : []),
    ...(there.length > 0 ? [`${there.length} already in the bucket`] : []),
  ];
  return parts.length > 0 ? parts : [NOTHING];
};

const toTranscribe = ({ files }: Plan): string[] => {
  const videos = withAction(files, 'send', 'inBucket');
  const size = videos.reduce((sum, video) => sum + video.bytes, 0);
  return videos.length > 0 ? [`${count(videos.length, 'video')} (${bytes(size)}) to transcribe`] : [NOTHING];
};

const withAction = (files: Plan['files'], ...actions: Action[]) =>
  files.filter(({ action }) => actions.includes(action));

export const estimateTable = (estimate: EventOf<'estimate'>, columns?: number): string[] => {
  const { files, upToDate = 0 } = estimate;
  const others = upToDate > 0 ? [`${count(upToDate, 'video')} already up to date, not included.`] : [];
  if (files.length === 0) return ['There is nothing to transcribe.', ...others];
  const rows = files.map((file) => [
    duration(file.seconds),
    duration(file.minutesToWait * 60),
    dollars(file.dollars),
    printable(file.key),
  ]);
  const lines = formatTable([['sound', 'wait', 'cost', 'file'], ...rows], {
    right: [0, 1, 2],
    columns,
    cut: [[3, 24]],
  });
  return [...lines, estimateTotals(estimate), ...others];
};

const estimateTotals = ({ files, totals }: EventOf<'estimate'>): string => {
  const sound = files.reduce((sum, { seconds }) => sum + seconds, 0);
  return (
    `${count(files.length, 'video')}: ${duration(sound)} of sound, about ${duration(totals.minutesToWait * 60)} to wait, ` +
    `${dollars(totals.dollars)}; Amazon Transcribe would cost ${dollars(totals.transcribeDollars)}.`
  );
};
