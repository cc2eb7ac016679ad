import { describe, expect, it } from '@jest/globals';
import type { Correction, Corrections } from '../../../../services/shared/corrections/corrections.ts';
import { mergeCorrections } from '../../../../services/shared/corrections/merge.ts';

const correction = (start: number, end: number, heard: string, written: string): Correction => ({
  lecture: 'week1/lesson1/video1',
  start,
  end,
  heard: [heard],
  written: [written],
  before: [],
  after: [],
  made: '2026-11-26T12:00:00.000Z',
});

const all = (...corrections: Correction[]): Corrections => ({ version: 1, corrections, glossary: [] });
const writtenOf = ({ corrections }: Corrections) => corrections.map(({ written }) => written.join(' '));

describe('mergeCorrections', () => {
  const old = correction(10, 10.5, 'netties', 'Kubernetes');

  it.each<[string, Correction, string[]]>([
    ['the word itself', correction(10, 10.5, 'netties', 'K8s'), ['K8s']],
    ['the word as another model heard it', correction(10.1, 10.6, 'nettis', 'K8s'), ['K8s']],
    [
      'the sentence around it',
      correction(8, 14, 'use cooper netties here', 'use Kubernetes here'),
      ['use Kubernetes here'],
    ],
    ['the next word', correction(10.5, 11, 'hear', 'here'), ['Kubernetes', 'here']],
    ['a next word that overlaps', correction(10.4, 11, 'hear', 'here'), ['Kubernetes', 'here']],
    ['a next word of no length', correction(10.5, 10.5, 'hear', 'here'), ['Kubernetes', 'here']],
  ])('after a correction of %s', (_what, newer, written) => {
    expect(writtenOf(mergeCorrections(all(old), [newer]))).toEqual(written);
  });

  it('keeps two words of no length at one time', () => {
    const both = [correction(3, 3, 'a', 'A'), correction(3, 3, 'b', 'B')];

    expect(writtenOf(mergeCorrections(all(...both.slice(0, 1)), both.slice(1)))).toEqual(['A', 'B']);
  });
});
