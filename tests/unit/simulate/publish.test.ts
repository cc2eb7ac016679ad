import { describe, expect, it } from '@jest/globals';
import { publishMegabytes, publishRequests, publishSeconds } from '../../../tools/simulate/publish.ts';

const LIMIT_SECONDS = 900;
const MEMORY = 1_769;

describe('the course page in a simulation', () => {
  it('fits into one call of Publish for 5,000 new hours', () => {
    const course = { videos: 5_000, minutes: 60 };

    expect(publishSeconds(course, MEMORY)).toBeLessThan(LIMIT_SECONDS / 3);
    expect(publishMegabytes(course)).toBeLessThan(MEMORY / 10);
  });

  it('takes twice as long for twice the lectures', () => {
    const [one, two] = [1_000, 2_000].map((videos) => publishSeconds({ videos, minutes: 60 }, MEMORY));

    expect(two ?? 0).toBeCloseTo(2 * (one ?? 0), 0);
  });

  it('computes longer with half a core, but waits no longer for S3', () => {
    const course = { videos: 1_000, minutes: 60 };
    const difference = publishSeconds(course, MEMORY / 2) - publishSeconds(course, MEMORY);

    expect(difference).toBeCloseTo(10, 5);
  });

  it('reads each new transcript once, and writes at most one file for each', () => {
    expect(publishRequests({ videos: 1_000, minutes: 60 })).toEqual({ gets: 1_000, puts: 1_004, lists: 10 });
  });
});
