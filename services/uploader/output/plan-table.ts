// What --dry-run, --estimate and --verbose show before anything is sent. Events in, lines out.
import type { EventOf } from './events.ts';
import { table } from './fit.ts';
import { bytes, count, dollars, duration, printable } from './words.ts';

type Plan = EventOf<'plan'>;
type Action = Plan['files'][number]['action'];

const ACTIONS: Record<Action, string> = { send: 'send', inBucket: 'transcribe', upToDate: 'skip' };

export const planTable = ({ files, leftOut }: Plan): string[] => [
  ...table(
    [
      ['action', 'size', 'file', 'why'],
      ...files.map(({ key, bytes: size, action, reason }) => [
        ACTIONS[action],
        bytes(size),
        printable(key),
        printable(reason),
      ]),
      ...leftOut.map(({ path, reason }) => ['leave out', '', printable(path), printable(reason)]),
    ],
    [1],
  ),
];

export const planTotals = ({ files, leftOut, bytes: size }: Plan): string => {
  const of = (action: Action) => files.filter((file) => file.action === action).length;
  const parts = [
    `${count(of('send'), 'video')} (${bytes(size)}) to send`,
    ...(of('inBucket') > 0 ? [`${of('inBucket')} in the bucket already`] : []),
    ...(of('upToDate') > 0 ? [`${of('upToDate')} up to date`] : []),
    ...(leftOut.length > 0 ? [`${count(leftOut.length, 'file')} left out`] : []),
  ];
  return `${parts.join(', ')}.`;
};

export const estimateTable = ({ files, totals }: EventOf<'estimate'>): string[] => [
  ...table(
    [
      ['sound', 'wait', 'cost', 'file'],
      ...files.map((file) => [
        duration(file.seconds),
        duration(file.minutesToWait * 60),
        dollars(file.dollars),
        printable(file.key),
      ]),
    ],
    [0, 1, 2],
  ),
  `${count(files.length, 'video')}: ${duration(totals.hours * 3_600)} of sound, about ${duration(totals.minutesToWait * 60)} to wait, ` +
    `${dollars(totals.dollars)}; Amazon Transcribe would ask ${dollars(totals.transcribeDollars)}.`,
];
