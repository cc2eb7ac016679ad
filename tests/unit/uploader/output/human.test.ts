import { describe, expect, it } from '@jest/globals';
import { makePaint } from '../../../../services/uploader/output/color.ts';
import type { Event } from '../../../../services/uploader/output/events.ts';
import { say } from '../../../../services/uploader/output/human.ts';
import { aNote, aPlan, EVENTS } from './events.ts';

const paints = { stdout: makePaint(false), stderr: makePaint(false) };
const normal = { quiet: false, verbose: false };
const inWords = (event: Event, loudness = {}) => say(event, { ...normal, ...loudness }, paints);
const shown = (loudness: object) =>
  EVENTS.filter((event) => {
    const { stdout, stderr } = inWords(event, loudness);
    return stdout.length + stderr.length > 0;
  }).map((event) => (event.type === 'note' ? event.level : event.type));

describe('say', () => {
  it('lists each file of a dry run with its action and the reason, on stdout', () => {
    const { stdout, stderr } = inWords(aPlan({ dryRun: true }));

    expect(stderr).toEqual([]);
    expect(stdout).toEqual([
      'action          size  file                      why',
      'send          1.5 MB  week1/lesson1/video1.mp4  new',
      'transcribe     999 B  week1/lesson1/video2.mp4  not transcribed yet',
      'skip        120.0 MB  week1/lesson1/video3.mp4  up to date',
      'leave out             notes.txt                 is no media',
      '1 video (1.5 MB) to send, 1 already in the bucket, 1 up to date, 1 file left out.',
      'Dry run to stack transcribe: nothing was sent.',
    ]);
  });

  it('lists the videos that a local dry run would transcribe, without mentioning sending', () => {
    const { stdout } = inWords(aPlan({ dryRun: true, destination: 'this machine' }), { local: true });

    expect(stdout.map((line) => line.trimEnd())).toEqual([
      'action          size  file                      why',
      'transcribe    1.5 MB  week1/lesson1/video1.mp4  new',
      'transcribe     999 B  week1/lesson1/video2.mp4  not transcribed yet',
      'skip        120.0 MB  week1/lesson1/video3.mp4  up to date',
      'leave out             notes.txt                 is no media',
      '2 videos (1.5 MB) to transcribe, 1 up to date, 1 file left out.',
      'Dry run: nothing was done.',
    ]);
  });

  it.each([{ local: true }, { local: false }])('says that there is nothing to transcribe: %j', (loudness) => {
    const files = aPlan().files.filter(({ action }) => action === 'upToDate');

    expect(inWords(aPlan({ dryRun: true, files, bytes: 0 }), loudness).stdout).toContain(
      'nothing to transcribe, 1 up to date, 1 file left out.',
    );
  });

  it('never mentions sending, buckets or runs on this machine', () => {
    const { local, verbose } = { local: true, verbose: true };
    const events = EVENTS.filter(({ type }) => ['plan', 'sending', 'sent', 'summary', 'run'].includes(type));
    const run: Event = { type: 'run', run: 'a-run', state: 'running', videos: 2, done: 1, failed: 0 };
    const said = [...events.filter(({ type }) => type !== 'run'), run].flatMap((event) => {
      const { stdout, stderr } = inWords(event, { local, verbose });
      return [...stdout, ...stderr];
    });

    expect(said.length).toBeGreaterThan(5);
    expect(said.join('\n')).not.toMatch(/\bsen[dt]|upload|S3|bucket|a-run/i);
  });

  it('shows why each file is sent with --verbose, on stderr', () => {
    expect(inWords(aPlan())).toEqual({ stdout: [], stderr: [] });

    const { stdout, stderr } = inWords(aPlan(), { verbose: true });

    expect(stdout).toEqual([]);
    expect(stderr[1]).toBe('send          1.5 MB  week1/lesson1/video1.mp4  new');
    expect(stderr.join()).not.toContain('Dry run');
  });

  it('shows hours, minutes and dollars before anything is sent', () => {
    const estimate = EVENTS.find(({ type }) => type === 'estimate');

    expect(estimate && inWords(estimate).stdout).toEqual([
      ' sound    wait   cost  file',
      '60 min  12 min  $0.01  a.mp4',
      '1 video: 60 min of sound, about 12 min to wait, $0.01; Amazon Transcribe would cost $1.44.',
    ]);
  });

  it('says what an estimate does not include, and that there is nothing to do', () => {
    const totals = { hours: 0, minutesToWait: 0, dollars: 0, transcribeDollars: 0 };

    expect(inWords({ type: 'estimate', files: [], totals, upToDate: 2 }).stdout).toEqual([
      'There is nothing to transcribe.',
      '2 videos already up to date, not included.',
    ]);
  });

  it('shortens names only to fit a terminal', () => {
    const plan = aPlan({ dryRun: true });
    const narrow = say(plan, normal, paints, { stdout: 50 }).stdout;

    expect(narrow[1]).toBe('send        week1/lesson1/video1.mp4  new');
    expect(say(plan, normal, paints, { stderr: 50 })).toEqual(inWords(plan));
  });

  it('prints less with --quiet and more with --verbose', () => {
    const always = ['estimate', 'run', 'runs', 'transcript', 'failed', 'summary', 'error'];
    expect(shown({ quiet: true })).toEqual(always);
    expect(shown({})).toEqual([...always, 'info', 'done', 'warning']);
    expect(shown({ verbose: true })).toEqual(expect.arrayContaining(['plan', 'sending', 'sent', 'detail']));
  });

  it.each([
    [{ kind: 'soundtrack', resumedBytes: 0 } as const, 'Sending a.mp4: its soundtrack, 5.0 MB'],
    [
      { kind: 'video', resumedBytes: 2_000_000 } as const,
      'Sending a.mp4: whole, 5.0 MB, of which 2.0 MB are already in S3',
    ],
  ])('says with --verbose how much of a file is sent: %j', (fields, words) => {
    const sending = { type: 'sending', key: 'a.mp4', bytes: 5_000_000, ...fields } as const;

    expect(inWords(sending, { verbose: true }).stderr).toEqual([words]);
  });

  it.each([
    ['detail', '\u001b[2ma word\u001b[22m'],
    ['info', 'a word'],
    ['done', '\u001b[32m✔\u001b[39m a word'],
    ['warning', '\u001b[33ma word\u001b[39m'],
  ] as const)('colours a note: %s', (level, expected) => {
    const colored = { stdout: makePaint(true), stderr: makePaint(true) };

    const words = say(aNote(level), { quiet: false, verbose: true }, colored);

    expect(words).toEqual({ stdout: [], stderr: [expected] });
  });
});
