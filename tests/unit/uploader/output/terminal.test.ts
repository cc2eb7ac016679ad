import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { makePaint } from '../../../../services/uploader/output/color.ts';
import { makeTerminal } from '../../../../services/uploader/output/terminal.ts';
import { aNote, aTranscript, aWait } from './events.ts';

/** The screen: lines that stay, and the progress drawn below them. */
const setUp = () => {
  const stays: string[] = [];
  const screen = { drawn: '', isDone: false };
  const write = (text: string | Uint8Array) => {
    if (screen.drawn !== '') throw new Error('It would be written into what is drawn.');
    return stays.push(String(text)) > 0;
  };
  const live = Object.assign(
    (text: string) => {
      screen.drawn = text;
    },
    {
      clear: () => {
        screen.drawn = '';
      },
      done: () => {
        screen.isDone = true;
      },
    },
  );
  const stderr = { write, columns: 80, rows: 24 };
  const reporter = makeTerminal({
    stdout: { write },
    stderr,
    live,
    quiet: false,
    verbose: false,
    paints: { stdout: makePaint(false), stderr: makePaint(false) },
  });
  return { ...reporter, stays, screen, stderr };
};

describe('makeTerminal', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('draws progress with a moving spinner', () => {
    const { emit, screen } = setUp();

    emit(aWait('sending'));
    jest.advanceTimersByTime(100);
    const first = screen.drawn;
    jest.advanceTimersByTime(100);

    expect(first).toMatch(/^\S sending$/);
    expect(screen.drawn).toMatch(/^\S sending$/);
    expect(screen.drawn).not.toBe(first);
  });

  it('draws at most ten times a second', () => {
    const { emit, screen } = setUp();

    for (let index = 0; index < 1_000; index += 1) emit(aWait(`sending ${index}`));

    expect(screen.drawn).toBe('');
    jest.advanceTimersByTime(100);
    expect(screen.drawn).toMatch(/sending 999$/);
  });

  it('prints lines that stay above the progress', () => {
    const { emit, screen, stays } = setUp();

    emit(aWait('transcribing'));
    jest.advanceTimersByTime(100);
    emit(aNote('info', 'a word'));
    emit(aTranscript());

    expect(stays).toEqual(['a word\n', 'transcripts/a.txt\n', '    And so\n']);
    expect(screen.drawn).toMatch(/transcribing$/);
  });

  it('stops drawing a phase that has ended', () => {
    const { emit, screen, stays } = setUp();

    emit(aWait('sending'));
    jest.advanceTimersByTime(100);
    emit(aNote('done', 'sent'));
    jest.advanceTimersByTime(500);

    expect(stays).toEqual(['✔ sent\n']);
    expect(screen.drawn).toBe('');
  });

  it('adapts when the terminal becomes narrower', () => {
    const { emit, screen, stderr } = setUp();

    emit({ type: 'progress', phase: 'read', files: 9, filesDone: 4 });
    jest.advanceTimersByTime(100);
    stderr.columns = 20;
    jest.advanceTimersByTime(100);

    expect(screen.drawn).toMatch(/^\S 4 of 9 files$/);
  });

  it('restores the terminal when it closes', () => {
    const { emit, close, screen } = setUp();

    emit(aWait('sending'));
    jest.advanceTimersByTime(100);
    close();
    jest.advanceTimersByTime(500);

    expect(screen).toEqual({ drawn: '', isDone: true });
  });
});
