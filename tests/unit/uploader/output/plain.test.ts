import { describe, expect, it } from '@jest/globals';
import { makePaint } from '../../../../services/uploader/output/color.ts';
import { makePlain } from '../../../../services/uploader/output/plain.ts';
import { stoppedClock } from './clock.ts';
import { aNote, aTranscript, aWait } from './events.ts';

const setUp = (loudness = {}) => {
  const { now, pass } = stoppedClock();
  const out = { stdout: [] as string[], stderr: [] as string[] };
  const reporter = makePlain({
    stdout: { write: (text) => out.stdout.push(String(text)) > 0 },
    stderr: { write: (text) => out.stderr.push(String(text)) > 0 },
    quiet: false,
    verbose: false,
    paints: { stdout: makePaint(false), stderr: makePaint(false) },
    now,
    ...loudness,
  });
  return { ...reporter, ...out, pass };
};

describe('makePlain', () => {
  it('prints the first progress line at once, and others every five seconds', () => {
    const { emit, stderr, pass } = setUp();

    for (let second = 0; second <= 11; second += 1) {
      emit(aWait(`second ${second}`));
      pass(1_000);
    }

    expect(stderr).toEqual(['second 0\n', 'second 5\n', 'second 10\n']);
  });

  it('prints no progress for reading that is over in a moment', () => {
    const { emit, stderr, pass } = setUp();

    for (let filesDone = 0; filesDone <= 6; filesDone += 1) {
      emit({ type: 'progress', phase: 'read', files: 9, filesDone });
      pass(1_000);
    }
    emit(aWait('transcribing'));
    emit({ type: 'progress', phase: 'download', files: 9, filesDone: 1 });

    expect(stderr).toEqual(['Reading: 5 of 9 files\n']);
  });

  it('does not repeat a line', () => {
    const { emit, stderr, pass } = setUp();

    for (let minute = 0; minute < 3; minute += 1) {
      emit(aWait('the same'));
      pass(60_000);
    }

    expect(stderr).toEqual(['the same\n']);
  });

  it('prints the end of a phase and the start of the next at once', () => {
    const { emit, stderr } = setUp();

    emit(aWait('sending'));
    emit(aNote('done', 'sent'));
    emit(aWait('transcribing'));
    emit(aWait('still transcribing'));
    emit(aNote('done', 'transcribed'));

    expect(stderr).toEqual(['sending\n', '✔ sent\n', 'transcribing\n', '✔ transcribed\n']);
  });

  it('prints results to stdout only', () => {
    const { emit, stdout, stderr } = setUp();

    emit(aTranscript());

    expect(stdout).toEqual(['transcripts/a.txt\n', '    And so\n']);
    expect(stderr).toEqual([]);
  });

  it('prints only results and errors with --quiet', () => {
    const { emit, stdout, stderr } = setUp({ quiet: true });

    emit(aWait('sending'));
    emit(aNote('done', 'sent'));
    emit(aTranscript());
    emit({ type: 'error', message: 'There is no folder x.', exitCode: 1 });

    expect(stdout).toHaveLength(2);
    expect(stderr).toEqual(['There is no folder x.\n']);
  });
});
