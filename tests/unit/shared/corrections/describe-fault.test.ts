import { describe, expect, it } from '@jest/globals';
import { Corrections } from '../../../../services/shared/corrections/corrections.ts';
import { describeFault } from '../../../../services/shared/corrections/describe-fault.ts';
import { MADE } from './lectures.ts';

const good = {
  ...{ lecture: 'week1/lesson1/video1', start: 1, end: 1.9, made: MADE },
  ...{ heard: ['Cooper', 'Netties'], written: ['Kubernetes'] },
};
const faultOf = (json: unknown): string => {
  const { error } = Corrections.safeParse(json);
  return error ? describeFault(json, error) : 'none';
};
const file = (...corrections: unknown[]) => ({ version: 1, corrections });

describe('describeFault', () => {
  it.each([
    [
      'a time that is no number',
      file(good, { ...good, start: '00:12' }),
      'entry 2 (week1/lesson1/video1, "Cooper Netties" to "Kubernetes"), start: expected number, received string',
    ],
    [
      'words that are no list',
      file({ ...good, written: 'Kubernetes' }),
      'entry 1 (week1/lesson1/video1), written: expected array, received string',
    ],
    [
      'an entry without a lecture',
      file({ ...good, lecture: undefined }),
      /^entry 1 \("Cooper Netties" to "Kuber/,
    ],
    ['a word that is empty', file({ ...good, heard: ['a', ''] }), /^entry 1 .*, heard\.1: /],
    ['an entry that is none', file(good, good, 'Kubernetes'), 'entry 3: expected object, received string'],
    ['another version', { ...file(), version: 2 }, /^version: expected 1/],
    ['another file', [], 'the whole file: expected object, received array'],
  ])('says which entry has %s', (_what, json, expected) => {
    expect(faultOf(json)).toEqual(typeof expected === 'string' ? expected : expect.stringMatching(expected));
  });
});
