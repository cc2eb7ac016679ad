import { describe, expect, it } from '@jest/globals';
import { bestPassages, toPassages } from '../../../page/search/passages.ts';
import { parseQuery } from '../../../page/search/query.ts';
import { makeSearchIndex } from '../../../page/search/search-index.ts';
import { termsOf } from '../../../page/search/terms.ts';

const lecture = (name: string, text: string) => ({ name, text, times: '', gaps: [] });

const indexOf = (texts: Record<string, string>) => {
  const index = makeSearchIndex();
  for (const [name, text] of Object.entries(texts)) index.add(lecture(name, text));
  return (query: string) => index.search(query).map((found) => found.lecture.name);
};

describe('termsOf', () => {
  it.each([
    ['Élève’s', ['eleves']],
    ["don't", ['dont']],
    ['well-known,', ['well', 'known']],
    ['Straße', ['strasse']],
    ['Łódź', ['lodz']],
    ['ΛΌΓΟΣ', ['λογοσ']],
    ['ﬁne', ['fine']],
    ['ｆｕｌｌ', ['full']],
    ['3.5', ['3', '5']],
    ['学习AI的', ['学', '习', 'ai', '的']],
    ['がぎ', ['が', 'ぎ']],
    ['กิน', ['ก', 'ิ', 'น']],
    ['한국어를', ['한국어를']],
    ['مُحَمَّد', ['محمد']],
    ['हिन्दी', ['हिन्दी']],
    ['… —', []],
  ])('%s', (text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });
});

describe('parseQuery', () => {
  it.each([
    ['light energy', [['light'], ['energy']], [false, false]],
    ['"light energy" plant', [['light', 'energy'], ['plant']], [true, false]],
    ['“light energy”', [['light', 'energy']], [true]],
    ['plant "light en', [['plant'], ['light', 'en']], [false, true]],
    ['"" " … ', [], []],
    ['学习', [['学', '习']], [false]],
  ])('%s', (text, terms, exact) => {
    const wanted = parseQuery(text);

    expect(wanted.map((one) => one.terms)).toEqual(terms);
    expect(wanted.map(({ isExact }) => isExact)).toEqual(exact);
  });
});

describe('a search', () => {
  it('can be stopped after each lecture, and finds the same as one that is not', () => {
    const index = makeSearchIndex();
    for (const name of ['a', 'b', 'c']) index.add(lecture(name, `light ${name}`));
    const steps = index.searching('light b');
    const stops = [steps.next(), steps.next(), steps.next()];
    const { done, value } = steps.next();

    expect(stops.map((stop) => stop.done)).toEqual([false, false, false]);
    expect(done && value.map((found) => found.lecture.name)).toEqual(['b']);
    expect(index.search('light b').map((found) => found.lecture.name)).toEqual(['b']);
  });

  it.each([
    [
      'the exact word before words that begin with it',
      'form',
      { beginning: 'formal talk', word: 'a form is' },
      ['word', 'beginning'],
    ],
    [
      'words that begin with it before misspellings',
      'forma',
      { slip: 'forms', beginning: 'formal' },
      ['beginning', 'slip'],
    ],
    [
      'adjacent words before distant ones',
      'cell wall',
      { apart: `cell ${'and '.repeat(60)} wall`, near: `${'and '.repeat(60)} cell wall` },
      ['near', 'apart'],
    ],
    ['only lectures with all words', 'cell wall', { one: 'cell', both: 'wall of a cell' }, ['both']],
    ['some of the words if no lecture has all', 'cell tower', { one: 'cell', none: 'nothing' }, ['one']],
    [
      'a rare word before a common one',
      'the enzyme',
      { a: 'the the the the', b: 'the', c: 'the enzyme', d: 'the' },
      ['c'],
    ],
    ['two swapped letters', 'enyzme', { a: 'enzyme' }, ['a']],
    ['two typing errors in a long word', 'photosintesis', { a: 'photosynthesis' }, ['a']],
    ['no typing error in a short word', 'cat', { a: 'car', b: 'cut' }, []],
    [
      'equally good lectures in the order of the course',
      'cell',
      { video10: 'cell', video9: 'cell', video1: 'cell' },
      ['video1', 'video9', 'video10'],
    ],
    ['no misspelling in quotes', '"enzime"', { a: 'enzyme' }, []],
    ['no beginning of a word in quotes', '"enz"', { a: 'enzyme' }, []],
    ['words in a row', '"red blood cell"', { a: 'blood red cell', b: 'a red blood cell' }, ['b']],
    ['words in a row across punctuation', '"blood cell"', { a: 'Blood, cell.' }, ['a']],
    ['no words in a row across lectures', '"red blood"', { a: 'red', b: 'blood' }, []],
    ['the name of a folder', 'lesson2', { 'week1/lesson2/video1': 'nothing' }, ['week1/lesson2/video1']],
    ['a name and a word', 'week2 enzyme', { 'week1/v': 'enzyme', 'week2/v': 'enzyme' }, ['week2/v']],
    ['Japanese in the middle of a word', '光合成', { a: '植物の光合成です' }, ['a']],
    ['nothing for an empty query', ' ', { a: 'a' }, []],
  ] as [string, string, Record<string, string>, string[]][])('finds %s: %s', (_, query, texts, names) => {
    expect(indexOf(texts)(query)).toEqual(names);
  });

  it('accepts forty words and more', () => {
    const text = Array.from({ length: 40 }, (_, index) => `word${index}x`).join(' ');

    expect(indexOf({ a: text })(text)).toEqual(['a']);
  });

  it('says which words it found', () => {
    const index = makeSearchIndex();
    index.add(lecture('a', 'one well-known red blood cell and a well'));
    const [found] = index.search('"known red" well');

    expect(found?.places().map(({ first, last }) => [first, last])).toEqual([
      [1, 1],
      [1, 2],
      [7, 7],
    ]);
    expect(found?.count).toBe(3);
  });
});

describe('toPassages', () => {
  const match = (first: number, sought = 0, weight = 1) => ({ first, last: first, sought, weight });

  it('joins neighbouring matches, but not across lectures', () => {
    const passages = toPassages([match(2), match(9, 1), match(60)], 64);

    expect(passages.map(({ from, to, at, matched }) => ({ from, to, at, matched: [...matched] }))).toEqual([
      { from: 0, to: 23, at: 2, matched: [2, 9] },
      { from: 52, to: 64, at: 60, matched: [60] },
    ]);
  });

  it('keeps the best passages, in the order of the lecture', () => {
    const all = toPassages([match(0), match(100, 0), match(101, 1), match(200, 0, 0.5)], 300);
    const passages = bestPassages(all, 2);

    expect(passages.map(({ at }) => at)).toEqual([0, 100]);
  });
});
