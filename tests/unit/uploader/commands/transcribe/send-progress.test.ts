import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { makeSendProgress } from '../../../../../services/uploader/commands/transcribe/send-progress.ts';
import type { Event } from '../../../../../services/uploader/output/events.ts';

describe('makeSendProgress', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  const setUp = (files: { key: string; size: number }[]) => {
    const events: Event[] = [];
    const progress = makeSendProgress(
      files,
      (event) => events.push(event),
      () => Date.now(),
    );
    const last = () => {
      jest.advanceTimersByTime(250);
      return events.findLast(({ type }) => type === 'progress');
    };
    return { ...progress, ...progress.listener, events, last };
  };
  const start = (key: string, size: number, resumed = 0, kind: 'video' | 'soundtrack' = 'video') => ({
    key,
    size,
    kind,
    resumed,
  });

  it('adds up files and bytes', () => {
    const { started, bytes, sent, last, close } = setUp([
      { key: 'a', size: 100 },
      { key: 'b', size: 300 },
    ]);

    expect(last()).toMatchObject({ files: 2, filesDone: 0, bytes: 400, bytesDone: 0, inFlight: [] });
    started(start('a', 100));
    bytes('a', 60);
    expect(last()).toMatchObject({ bytesDone: 60, inFlight: [{ key: 'a', bytes: 100, bytesDone: 60 }] });
    bytes('a', 40);
    sent({ key: 'a', size: 100, seconds: 1 });
    started(start('b', 300));
    bytes('b', 150);
    bytes('b', -50);
    expect(last()).toMatchObject({
      filesDone: 1,
      bytes: 400,
      bytesDone: 200,
      inFlight: [{ key: 'b', bytes: 300, bytesDone: 100 }],
    });
    close();
  });

  it('counts parts that S3 already has as done, but not towards the speed', () => {
    const { started, last, close } = setUp([{ key: 'a', size: 100 }]);

    started(start('a', 100, 70));

    expect(last()).toMatchObject({ bytes: 100, bytesDone: 70, bytesPerSecond: 0, secondsLeft: null });
    close();
  });

  it('assumes that the remaining files also shrink to their soundtracks', () => {
    const files = ['a', 'b', 'c', 'd'].map((key) => ({ key, size: 1_000 }));
    const { started, last, close } = setUp(files);

    started(start('a', 50, 0, 'soundtrack'));
    started(start('b', 50, 0, 'soundtrack'));

    expect(last()).toMatchObject({ bytes: 200 });
    close();
  });

  it('reports speed and remaining time once there is enough data', () => {
    const { started, bytes, last, close } = setUp([{ key: 'a', size: 100_000 }]);
    started(start('a', 100_000));

    bytes('a', 1_000);
    expect(last()).toMatchObject({ secondsLeft: null });
    for (let second = 1; second < 6; second += 1) {
      jest.advanceTimersByTime(1_000);
      bytes('a', 1_000);
    }

    expect(last()).toMatchObject({ bytesPerSecond: 1_091, secondsLeft: 87 });
    close();
  });

  it('reports the start and end of each file, and nothing after it is closed', () => {
    const { started, sent, events, close } = setUp([{ key: 'a', size: 100 }]);

    started(start('a', 50, 10, 'soundtrack'));
    sent({ key: 'a', size: 50, seconds: 2 });
    close();
    jest.advanceTimersByTime(10_000);

    expect(events.filter(({ type }) => type !== 'progress')).toEqual([
      { type: 'sending', key: 'a', bytes: 50, kind: 'soundtrack', resumedBytes: 10 },
      { type: 'sent', key: 'a', bytes: 50, seconds: 2 },
    ]);
    expect(events).toHaveLength(3);
  });
});
