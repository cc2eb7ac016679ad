import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { applyDraft, draftOf, isEmptyDraft, readDraft } from '../../../page/corrections/draft.ts';
import { placesOf, replaceIn, replacementOf, segmented } from '../../../page/corrections/everywhere.ts';
import { editOf } from '../../../page/corrections/paragraph-edit.ts';
import { paragraphsOf, toBlocks } from '../../../page/lecture/reading.ts';
import { applyCorrections, wordsOfTranscript } from '../../../services/shared/corrections/apply.ts';
import type { Correction } from '../../../services/shared/corrections/corrections.ts';
import { addEdit } from '../../../services/shared/corrections/edit.ts';
import { transcriptOf } from '../../fixtures/transcript.ts';

const MADE = '2026-11-26T12:00:00.000Z';
const wordsOf = (text: string) => wordsOfTranscript(transcriptOf('a', text));
const paragraphOf = (text: string) => {
  const [paragraph] = paragraphsOf(toBlocks(wordsOf(text), []));
  if (!paragraph) throw new Error('There is no paragraph.');
  return paragraph;
};
const textOf = (own: ReturnType<typeof wordsOf>, corrections: Correction[]) =>
  wordsOfTranscript(applyCorrections(segmented(own), corrections).transcript).map(({ text }) => text);

describe('editOf', () => {
  it.each([
    ['a word', 'one two three', 'one 2 three', { first: 1, last: 2, written: ['2'] }],
    ['a letter within a word', 'one two three', 'one too three', { first: 1, last: 2, written: ['too'] }],
    ['letters to its end', 'one two three', 'one twofold three', { first: 1, last: 2, written: ['twofold'] }],
    [
      'letters to its beginning',
      'one two three',
      'one retwo three',
      { first: 1, last: 2, written: ['retwo'] },
    ],
    ['a punctuation mark', 'one two three', 'one two, three', { first: 1, last: 2, written: ['two,'] }],
    ['an inserted word', 'one two', 'one and two', { first: 1, last: 1, written: ['and'] }],
    ['a word before all others', 'one two', 'so one two', { first: 0, last: 0, written: ['so'] }],
    ['a word after all others', 'one two', 'one two too', { first: 2, last: 2, written: ['too'] }],
    ['a deleted word', 'one two six', 'one six', { first: 1, last: 2, written: [] }],
    ['all words deleted', 'one two', '  ', { first: 0, last: 2, written: [] }],
    ['two words joined', 'web site is', 'website is', { first: 0, last: 2, written: ['website'] }],
    ['a word split', 'website is', 'web site is', { first: 0, last: 1, written: ['web', 'site'] }],
    ['a repeated word', 'the the the', 'the the', { first: 2, last: 3, written: [] }],
    [
      'Chinese, one word of three',
      '我们 今天 学习',
      '我们明天学习',
      { first: 1, last: 2, written: ['明天'] },
    ],
    ['nothing but spaces', 'one two', ' one   two ', undefined],
  ])('finds %s', (_, before, after, edit) => {
    expect(editOf(paragraphOf(before), after)).toEqual(edit);
  });

  it('gives the text that was typed, whatever it was', () => {
    const text = fc
      .array(fc.string({ minLength: 1, maxLength: 3, unit: fc.constantFrom('a', 'b', ',', 'é') }), {
        minLength: 1,
        maxLength: 8,
      })
      .map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (before, after) => {
        const edit = editOf(paragraphOf(before), after);
        const words = before.split(' ');
        if (edit) words.splice(edit.first, edit.last - edit.first, ...edit.written);

        expect(words.join(' ')).toBe(after);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('a replacement', () => {
  it.each([
    [
      'the words that changed, without punctuation',
      'we use “Cooper Netties,” now',
      { first: 1, last: 4, written: ['use', '“Kubernetes,”'] },
      { heard: ['Cooper', 'Netties'], written: ['Kubernetes'] },
    ],
    ['none for inserted words', 'a b', { first: 1, last: 1, written: ['x'] }, undefined],
    ['none for deleted words', 'a b', { first: 0, last: 1, written: [] }, undefined],
    ['none for another punctuation mark', 'a b', { first: 0, last: 1, written: ['a,'] }, undefined],
    ['none for a sentence', 'a b c d e f', { first: 0, last: 6, written: ['x'] }, undefined],
  ])('is %s', (_, text, edit, replacement) => {
    expect(replacementOf(wordsOf(text), edit)).toEqual(replacement);
  });

  it('finds its places however they are written, except those that are already right', () => {
    const words = wordsOf('cooper netties and CooperNetties, (Cooper Netties) Kubernetes');

    expect(placesOf(words, { heard: ['Cooper', 'Netties'], written: ['Kubernetes'] })).toEqual([
      { first: 0, last: 2 },
      { first: 3, last: 4 },
      { first: 4, last: 6 },
    ]);
    expect(placesOf(wordsOf('Name name'), { heard: ['name'], written: ['Name'] })).toEqual([
      { first: 1, last: 2 },
    ]);
  });

  it('keeps punctuation, other words and earlier corrections', () => {
    const own = wordsOf('so Cooper Netties, and again (Cooper Netties) hear');
    const options = { lecture: 'a', made: MADE };
    const before = addEdit(segmented(own), [], { first: 7, last: 8, written: ['here'] }, options);
    const replacement = { heard: ['Cooper', 'Netties'], written: ['Kubernetes'] };
    const after = replaceIn(own, before, replacement, placesOf(own, replacement), options);

    expect(textOf(own, after).join(' ')).toBe('so Kubernetes, and again (Kubernetes) here');
    expect(after.filter(({ everywhere }) => everywhere)).toHaveLength(2);
  });
});

describe('a draft', () => {
  const correction = (start: number, written: string): Correction => ({
    ...{
      lecture: 'a',
      start,
      end: start + 1,
      heard: ['x'],
      written: [written],
      before: [],
      after: [],
      made: MADE,
    },
  });
  const file = (...corrections: Correction[]) => ({ version: 1 as const, corrections, glossary: ['Old'] });
  const base = file(correction(1, 'one'), correction(5, 'five'));
  const now = { ...file(correction(1, 'uno'), correction(9, 'nine')), glossary: ['Old', 'New'] };

  it('is the difference, and gives the same corrections again', () => {
    const draft = readDraft(JSON.stringify(draftOf(base, now)));

    expect(draft && applyDraft(base, draft)).toEqual(now);
  });

  it('is empty once the page contains the saved file', () => {
    const draft = draftOf(base, now);

    expect(isEmptyDraft(draftOf(now, applyDraft(now, draft)))).toBe(true);
  });

  it('leaves out what is no correction', () => {
    const { before: _, ...torn } = correction(2, 'two');
    const added = [null, 7, {}, torn, { ...correction(3, 'three'), heard: [1] }, correction(4, 'four')];

    expect(readDraft(JSON.stringify({ added, removed: [null], glossary: [1, 'New'] }))).toEqual({
      added: [correction(4, 'four')],
      removed: [],
      glossary: ['New'],
    });
  });

  it.each([undefined, '', '{', '{}', '[]', 'null', '{"added":{}}'])('does not exist for %s', (json) => {
    expect(readDraft(json)).toBeUndefined();
  });
});
