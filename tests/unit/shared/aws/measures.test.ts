import { describe, expect, it } from '@jest/globals';
import { measuresOfOutcome, measuresOfTranscript } from '../../../../services/shared/aws/measures.ts';
import { aMergeOutput } from '../../fakes.ts';

const valuesOf = (measures: { name: string; value: number }[]) =>
  Object.fromEntries(measures.map(({ name, value }) => [name, value]));

describe('measuresOfTranscript', () => {
  it('returns the length, the coverage, and the seconds that a second of video took', () => {
    const output = aMergeOutput({ duration: 60, seconds: { split: 1.5, transcribe: 4, merge: 0.5 } });

    expect(valuesOf(measuresOfTranscript(output))).toEqual({
      VideoSeconds: 60,
      Coverage: 1,
      RealTimeFactor: 0.1,
    });
  });

  it('does not divide by a length of zero', () => {
    expect(valuesOf(measuresOfTranscript(aMergeOutput({ duration: 0 })))).toEqual({
      VideoSeconds: 0,
      Coverage: 1,
    });
  });
});

describe('measuresOfOutcome', () => {
  it.each([
    ['done', { state: 'done', upToDate: false }, { VideosDone: 1 }],
    ['failed', { state: 'failed' }, { VideosFailed: 1 }],
    ['up to date', { state: 'done', upToDate: true }, {}],
  ] as const)('counts a video that is %s', (_title, fields, counted) => {
    expect(valuesOf(measuresOfOutcome({ key: 'week1/lesson1.mp4', ...fields }))).toEqual(counted);
  });
});
