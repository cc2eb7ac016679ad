// A minimal valid event of each kind.
import type { Event, EventOf } from '../../../../services/uploader/output/events.ts';

export const aPlan = (fields: Partial<EventOf<'plan'>> = {}): EventOf<'plan'> => ({
  type: 'plan',
  destination: 'stack transcribe',
  files: [
    { key: 'week1/lesson1/video1.mp4', bytes: 1_500_000, action: 'send', reason: 'new' },
    { key: 'week1/lesson1/video2.mp4', bytes: 999, action: 'inBucket', reason: 'not transcribed yet' },
    { key: 'week1/lesson1/video3.mp4', bytes: 120_000_000, action: 'upToDate', reason: 'up to date' },
  ],
  leftOut: [{ path: 'notes.txt', reason: 'is no media' }],
  bytes: 1_500_000,
  dryRun: false,
  ...fields,
});

export const aTranscript = (fields: Partial<EventOf<'transcript'>> = {}): EventOf<'transcript'> => ({
  type: 'transcript',
  key: 'a.mp4',
  path: 'transcripts/a.txt',
  isNew: true,
  firstWords: 'And so',
  gaps: [],
  lostSeconds: 0,
  ...fields,
});

export const aSummary = (fields: Partial<EventOf<'summary'>> = {}): EventOf<'summary'> => ({
  type: 'summary',
  run: 'a-run',
  sent: 3,
  sentBytes: 12_300_000,
  upToDate: 1,
  done: 2,
  failed: 1,
  incomplete: 0,
  seconds: 200,
  ...fields,
});

export const aNote = (level: EventOf<'note'>['level'], message = 'a word'): EventOf<'note'> => ({
  type: 'note',
  level,
  message,
});

export const aWait = (message: string): Event => ({ type: 'progress', phase: 'wait', message });

export const EVENTS: Event[] = [
  aPlan(),
  {
    type: 'estimate',
    files: [{ key: 'a.mp4', seconds: 3_600, guessed: false, minutesToWait: 12, dollars: 0.0123 }],
    totals: { hours: 1, minutesToWait: 12, dollars: 0.0123, transcribeDollars: 1.44 },
  },
  { type: 'sending', key: 'a.mp4', bytes: 5_000_000, kind: 'soundtrack', resumedBytes: 0 },
  {
    type: 'progress',
    phase: 'send',
    files: 2,
    filesDone: 1,
    bytes: 100,
    bytesDone: 50,
    bytesPerSecond: 10,
    secondsLeft: null,
    inFlight: [{ key: 'a.mp4', bytes: 50, bytesDone: 0 }],
  },
  aWait('Waiting'),
  { type: 'progress', phase: 'read', files: 2, filesDone: 1 },
  { type: 'progress', phase: 'transcribe', videos: 2, done: 1, failed: 0, chunks: 3, chunksDone: 1 },
  { type: 'sent', key: 'a.mp4', bytes: 5_000_000, seconds: 2.5 },
  { type: 'run', run: 'a-run', state: 'started', videos: 2, done: 0, failed: 0 },
  { type: 'runs', runs: [], older: 0 },
  aTranscript(),
  { type: 'failed', key: 'b.mp4', error: { name: 'VideoUnreadable', message: 'b.mp4 is broken.' } },
  aSummary({ cost: { hours: 1, dollars: 0.01, transcribeDollars: 1.44, computeSeconds: 275 } }),
  { type: 'error', message: 'There is no folder x.', exitCode: 1 },
  aNote('detail'),
  aNote('info'),
  aNote('done'),
  aNote('warning'),
];
