import { describe, expect, it } from '@jest/globals';
import { applyCorrections, asHeard } from '../../../../services/shared/corrections/apply.ts';
import type { Correction } from '../../../../services/shared/corrections/corrections.ts';
import { addEdit, findPhrase } from '../../../../services/shared/corrections/edit.ts';
import { LECTURE, type Lecture, lectureOf, MADE, segmentOf, spoken, textOf } from './lectures.ts';

const options = { lecture: LECTURE, made: MADE };
const lecture = lectureOf(spoken('we use Cooper Netties'), spoken('every single day', 2));

const correctionsOf = (first: number, last: number, written: string, of: Lecture = lecture): Correction[] =>
  addEdit(of, [], { first, last, written: written === '' ? [] : written.split(' ') }, options);

const timesOf = ({ segments }: Lecture) =>
  segments.flatMap(({ words }) => words.map(({ text, start, end }) => [text, start, end]));

describe('applyCorrections', () => {
  it.each([
    ['one word for one', 0, 1, 'You', ['You', 0, 0.4]],
    ['one word for two', 2, 4, 'Kubernetes', ['Kubernetes', 1, 1.9]],
    ['other punctuation', 3, 4, 'Netties.', ['Netties.', 1.5, 1.9]],
  ])('gives a word the time of the words that it replaces: %s', (_title, first, last, written, expected) => {
    const { transcript } = applyCorrections(lecture, correctionsOf(first, last, written));

    expect(timesOf(transcript)[first]).toEqual(expected);
  });

  it('divides the time of one word among several by their widths', () => {
    const { transcript } = applyCorrections(lecture, correctionsOf(1, 2, 'aa bb bbbb'));

    expect(timesOf(transcript).slice(1, 4)).toEqual([
      ['aa', 0.5, 0.6],
      ['bb', 0.6, 0.7],
      ['bbbb', 0.7, 0.9],
    ]);
  });

  it('keeps the times of unchanged words', () => {
    const { transcript } = applyCorrections(lecture, correctionsOf(0, 4, 'We use Kubernetes'));

    expect(timesOf(transcript).slice(0, 3)).toEqual([
      ['We', 0, 0.4],
      ['use', 0.5, 0.9],
      ['Kubernetes', 1, 1.9],
    ]);
  });

  it("stores the engine's words next to the corrected ones, in the segments that changed", () => {
    const { transcript } = applyCorrections(lecture, correctionsOf(2, 4, 'Kubernetes'));

    expect(transcript.segments[0]).toMatchObject({ text: 'we use Kubernetes', heard: lecture.segments[0] });
    expect(transcript.segments[1]).toEqual(lecture.segments[1]);
  });

  it('is certain of words that a person wrote', () => {
    const { transcript } = applyCorrections(lecture, correctionsOf(2, 4, 'Kubernetes'));

    expect(transcript.segments[0]?.words.map(({ probability }) => probability)).toEqual([0.5, 0.5, 1]);
  });

  it('divides a correction of two segments between them', () => {
    const { transcript } = applyCorrections(lecture, correctionsOf(3, 5, 'nets, All'));

    expect(transcript.segments.map(({ text }) => text)).toEqual(['we use Cooper nets,', 'All single day']);
  });

  it('leaves a segment without words if all were deleted', () => {
    const { transcript } = applyCorrections(lecture, correctionsOf(4, 7, ''));

    expect(transcript.segments[1]).toMatchObject({ words: [], text: '', heard: lecture.segments[1] });
    expect(asHeard(transcript)).toEqual(lecture);
  });

  it.each([
    ['at its start', undefined, { start: 0.9, end: 2.4 }],
    ['where somebody speaks in it', { start: 5, end: 7 }, { start: 5, end: 7 }],
  ])('fills a gap with a segment of its own, %s', (_title, span, expected) => {
    const gap = lectureOf(spoken('first part'), spoken('second part', 12));
    const edit = { first: 2, last: 2, written: ['what', 'nobody', 'heard'], ...(span && { span }) };

    const { transcript } = applyCorrections(gap, addEdit(gap, [], edit, options));

    expect(transcript.segments[1]).toMatchObject({
      ...expected,
      text: 'what nobody heard',
      heard: { words: [], text: '' },
    });
    expect(asHeard(transcript)).toEqual(gap);
  });

  it('fills a lecture in which nothing was heard', () => {
    const silent = lectureOf();

    const { transcript } = applyCorrections(silent, correctionsOf(0, 0, 'Good morning', silent));

    expect(textOf(transcript)).toBe('Good morning');
  });

  it('finds words that all have the same time', () => {
    const flat = { segments: [segmentOf(spoken('a b c d').map((word) => ({ ...word, start: 1, end: 1 })))] };

    const { transcript, unmatched } = applyCorrections(flat, correctionsOf(1, 2, 'new words', flat));

    expect(unmatched).toEqual([]);
    expect(timesOf(transcript)).toEqual([
      ['a', 1, 1],
      ['new', 1, 1.001],
      ['words', 1.001, 1.002],
      ['c', 1.002, 1.003],
      ['d', 1.002, 1.003],
    ]);
  });
});

describe('addEdit', () => {
  it('has one correction for a place that was edited twice', () => {
    const once = correctionsOf(2, 4, 'Kubernetes');

    const twice = addEdit(lecture, once, { first: 2, last: 3, written: ['K8s'] }, options);

    expect(twice).toMatchObject([{ heard: ['Cooper', 'Netties'], written: ['K8s'] }]);
  });

  it("has none if the words are the engine's again", () => {
    const once = correctionsOf(2, 4, 'Kubernetes');

    expect(addEdit(lecture, once, { first: 2, last: 3, written: ['Cooper', 'Netties'] }, options)).toEqual(
      [],
    );
  });

  it('leaves the others, and those that match nothing, unchanged', () => {
    const [other] = correctionsOf(5, 6, 'bloody');
    const [lost] = correctionsOf(0, 1, 'x', lectureOf(spoken('nothing like it', 100)));

    const all = addEdit(
      lecture,
      [other, lost].filter((one) => one !== undefined),
      { first: 0, last: 1, written: ['I'] },
      options,
    );

    expect(all.slice(0, 2)).toEqual([other, lost]);
    expect(all).toHaveLength(3);
  });

  it('shares the time of the previous word with words that are inserted without a pause', () => {
    expect(correctionsOf(1, 1, 'can')).toMatchObject([{ heard: ['we'], written: ['we', 'can'] }]);
  });

  it('marks a place that was replaced in the whole course', () => {
    const all = addEdit(
      lecture,
      [],
      { first: 2, last: 4, written: ['Kubernetes'] },
      { ...options, everywhere: true },
    );

    expect(all).toMatchObject([{ everywhere: true }]);
  });
});

describe('findPhrase', () => {
  const words = spoken('Cooper Netties, cooper-netties and CooperNetties; not Cooper and Netties');

  it('finds each occurrence of a phrase, however it is divided and written', () => {
    expect(findPhrase(words, ['Cooper', 'Netties'])).toEqual([
      { first: 0, last: 2 },
      { first: 2, last: 3 },
      { first: 4, last: 5 },
    ]);
  });

  it('finds nothing for no words', () => {
    expect(findPhrase(words, [])).toEqual([]);
  });
});
