// The kinds of fault that happen to an account, with their weights.
import { interrupted } from './interruptions.ts';
import { chance, type Kind, oneOf, upTo } from './kinds.ts';
import { events, markers, meanwhile, putNewer, together } from './meetings.ts';

const TIMEOUTS = ['Sandbox.Timedout', 'States.Timeout', 'Lambda.Unknown'] as const;
const ENDS = [...TIMEOUTS, 'Runtime.OutOfMemory', 'Runtime.ExitError'] as const;

export const STEP_KINDS: Kind[] = [
  {
    name: 'call-ended',
    title: 'a function is ended (time, memory) before or after each of its S3 calls, and called again',
    weight: 110,
    attempt: interrupted((random) => ({
      isDone: chance(random, 0.5),
      name: oneOf(random, ENDS),
    })),
  },
  {
    name: 'call-goes-on',
    title: 'the same, and the first call goes on beside the second or after it',
    weight: 80,
    attempt: interrupted((random) => ({
      isDone: false,
      name: oneOf(random, TIMEOUTS),
      goesOnAfterMs: 800 + upTo(random, 1_500),
    })),
  },
  {
    name: 'events',
    title: 'events up to four times, late, out of order; the done marker once more after the end',
    weight: 30,
    attempt: events,
  },
  {
    name: 'two-markers',
    title: 'three done markers at three levels at once',
    weight: 25,
    attempt: markers,
  },
  {
    name: 'two-runs',
    title: 'two runs of the same course at once',
    weight: 25,
    attempt: together(undefined),
  },
  {
    name: 'two-settings',
    title: 'the same, of two qualities',
    weight: 25,
    attempt: together('fast'),
  },
  {
    name: 'object-replaced',
    title: 'a newer version of a video arrives in the bucket at each S3 call of a run',
    weight: 35,
    attempt: meanwhile(putNewer, { replaced: true }),
  },
  {
    name: 'account-emptied',
    title: 'both buckets, or one of them, are emptied at each S3 call of a run',
    weight: 35,
    attempt: meanwhile(
      async ({ videos, transcripts }, _folder, { random }) => {
        const which = random();
        if (which < 0.7) await videos.removeAll('');
        if (which > 0.4) await transcripts.removeAll('');
      },
      { emptied: true },
    ),
  },
];
