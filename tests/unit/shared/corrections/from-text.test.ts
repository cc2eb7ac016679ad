import { describe, expect, it } from '@jest/globals';
import { render } from '../../../../services/shared/captions/render.ts';
import { editsInText, type TextFormat } from '../../../../services/shared/corrections/from-text.ts';
import { aTranscript } from '../../fakes.ts';
import { segmentOf, spoken } from './lectures.ts';

const FORMATS: TextFormat[] = ['txt', 'srt', 'vtt'];

const TEXT =
  'we use Cooper Netties every single day. It runs <fast> & well on my machines. Nobody has complained.';
const written = (text: string) => render(aTranscript({ duration: 60, segments: [segmentOf(spoken(text))] }));

const editsOf = (format: TextFormat, change: (text: string) => string, text = TEXT) => {
  const own = written(text)[format];
  return editsInText(format, text.split(' '), own, change(own));
};

describe.each(FORMATS)('editsInText of an edited %s', (format) => {
  it.each([
    ['a word', 'Netties', 'Nets', [{ first: 3, last: 4, written: ['Nets'] }]],
    ['an added word', 'single', 'single single', [{ first: 6, last: 6, written: ['single'] }]],
    ['a deleted word', 'single ', '', [{ first: 5, last: 6, written: [] }]],
    ['its punctuation', 'day.', 'day,', [{ first: 6, last: 7, written: ['day,'] }]],
  ])('gives %s', (_title, from, to, expected) => {
    expect(editsOf(format, (text) => text.replace(from, to))).toEqual(expected);
  });

  it('returns several, from first to last', () => {
    const edits = editsOf(format, (text) => text.replace('we', 'We').replace('machines', 'computers'));

    expect(edits).toMatchObject([{ first: 0 }, { written: ['computers.'] }]);
  });

  it.each([
    ['from Windows', (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
    ['without a line break at its end', (text: string) => text.trimEnd()],
  ])('reads a file %s', (_title, save) => {
    expect(editsOf(format, (text) => save(text.replace('Netties', 'Nets')))).toMatchObject([{ first: 3 }]);
  });

  it.each([
    ['only white space', (text: string) => text.replace('use', ' use')],
    ['a heading', (text: string) => `Lecture one\n\n${text}`],
    ['most of its words', (text: string) => text.replaceAll(/[a-z]{4,}/g, 'word')],
    ['everything', () => ''],
    [
      'a long passage',
      (text: string) => text.replace('use', 'use what is called by many people in this field'),
    ],
  ])('is not sure of %s', (_title, change) => {
    expect(editsOf(format, change)).toBeUndefined();
  });

  it('is not sure about a language without spaces', () => {
    const text = '我们 今天 学习 机器 学习';

    expect(editsOf(format, (own) => own.replace('机器', '深度'), text)).toBeUndefined();
  });
});

describe('editsInText of edited captions', () => {
  it.each([
    ['srt', 'other times', (text: string) => text.replace('00:00:00,000', '00:00:00,500')],
    ['vtt', 'other times', (text: string) => text.replace('00:00:00.000', '00:00:00.500')],
    ['srt', 'a missing cue', (text: string) => text.split('\n\n').slice(1).join('\n\n')],
    ['vtt', 'a style', (text: string) => text.replace('use', '<i>use</i>')],
    ['srt', 'a style', (text: string) => text.replace('use', '{\\an8}use')],
    ['vtt', 'a place', (text: string) => text.replace(/(--> \S+)/, '$1 line:0')],
  ] as const)('is not sure of %s with %s', (format, _what, change) => {
    expect(editsOf(format, change)).toBeUndefined();
  });

  it('reads the escapes of a vtt', () => {
    expect(editsOf('vtt', (text) => text.replace('&lt;fast&gt; &amp;', '&lt;fast&gt; &amp;&amp;'))).toEqual([
      { first: 10, last: 11, written: ['&&'] },
    ]);
  });
});
