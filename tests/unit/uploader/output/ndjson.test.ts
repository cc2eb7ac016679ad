import { describe, expect, it } from '@jest/globals';
import { Event } from '../../../../services/uploader/output/events.ts';
import { makeNdjson } from '../../../../services/uploader/output/ndjson.ts';
import { stoppedClock } from './clock.ts';
import { aNote, aPlan, EVENTS } from './events.ts';

const setUp = (loudness = {}) => {
  const { now, pass } = stoppedClock();
  const lines: string[] = [];
  const reporter = makeNdjson({
    stdout: { write: (text) => lines.push(String(text)) > 0 },
    quiet: false,
    verbose: false,
    now,
    ...loudness,
  });
  const types = () => lines.map((line) => JSON.parse(line).type);
  return { ...reporter, lines, types, pass };
};

describe('makeNdjson', () => {
  it('prints each event as one line that matches the schema', () => {
    const { emit, lines, close } = setUp({ verbose: true });

    for (const event of EVENTS) emit(event);
    close();

    expect(lines).toHaveLength(EVENTS.length);
    for (const [index, line] of lines.entries()) {
      expect(line).toMatch(/^[^\n]+\n$/);
      expect(Event.parse(JSON.parse(line))).toEqual(EVENTS[index]);
    }
  });

  it('prints the progress of each phase once a second', () => {
    const { emit, lines, pass } = setUp();

    for (let tenth = 0; tenth < 25; tenth += 1) {
      emit({ type: 'progress', phase: 'read', files: 9, filesDone: tenth });
      if (tenth === 12) emit({ type: 'progress', phase: 'download', files: 9, filesDone: 0 });
      pass(100);
    }

    expect(lines.map((line) => JSON.parse(line)).map(({ phase, filesDone }) => [phase, filesDone])).toEqual([
      ['read', 0],
      ['read', 10],
      ['download', 0],
      ['read', 20],
    ]);
  });

  it('prints details only with --verbose', () => {
    const { emit, lines } = setUp();

    emit(aNote('detail'));
    emit(aNote('info'));

    expect(lines).toEqual(['{"type":"note","level":"info","message":"a word"}\n']);
  });

  it('prints only results and errors with --quiet', () => {
    const { emit, types } = setUp({ quiet: true });

    for (const event of EVENTS) emit(event);
    emit(aPlan({ dryRun: true }));

    expect(types()).toEqual(['estimate', 'run', 'runs', 'transcript', 'failed', 'summary', 'error', 'plan']);
  });
});
