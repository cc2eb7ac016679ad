import { describe, expect, it } from '@jest/globals';
import { foldersOf, parseTerms, withTerms } from '../../../../services/shared/contracts/glossary.ts';
import type { Options } from '../../../../services/shared/contracts/steps.ts';

describe('foldersOf', () => {
  it.each([
    ['at the top', 'video1.mp4', ['']],
    ['in a folder', 'week1/video1.mp4', ['', 'week1/']],
    ['in a deep folder', 'week1/lesson1/video1.mp4', ['', 'week1/', 'week1/lesson1/']],
    ['in folders with odd names', 'it’s 100% +/é/a.mp4', ['', 'it’s 100% +/', 'it’s 100% +/é/']],
    ['with dots', 'week.1/lesson.2.mp4', ['', 'week.1/']],
  ])('names the folders of a video %s, the outermost first', (_where, key, expected) => {
    expect(foldersOf(key)).toEqual(expected);
  });
});

describe('parseTerms', () => {
  it.each([
    ['one term a line', 'Kubernetes\netcd\n', ['Kubernetes', 'etcd']],
    ['no line break at the end', 'Kubernetes\netcd', ['Kubernetes', 'etcd']],
    ['the line breaks of Windows', 'Kubernetes\r\netcd\r\n', ['Kubernetes', 'etcd']],
    ['a byte order mark', '\uFEFFKubernetes\n', ['Kubernetes']],
    ['a byte order mark before a comment', '\uFEFF# terms\nKubernetes\n', ['Kubernetes']],
    ['a comment', '# of week 1\nKubernetes\n  # etcd\n', ['Kubernetes']],
    ['a hash within a term', 'C#\nF# script\n', ['C#', 'F# script']],
    ['empty lines', '\n\nKubernetes\n \t\n\netcd\n\n', ['Kubernetes', 'etcd']],
    ['spaces around a term and in it', '  Ana Müller\t\n', ['Ana Müller']],
    ['letters of every script', '講義\nمحمد\n🎓 exam\n', ['講義', 'محمد', '🎓 exam']],
    ['only comments', '# none yet', []],
    ['nothing', '', []],
    ['only a byte order mark', '\uFEFF', []],
  ])('reads a glossary with %s', (_what, text, expected) => {
    expect(parseTerms(text)).toEqual(expected);
  });
});

describe('withTerms', () => {
  const glossaries = new Map([
    ['', ['Kubernetes', 'etcd']],
    ['week1/', ['Ana Müller']],
    ['week1/lesson1/', []],
    ['week2/', ['kubelet']],
  ]);

  const cases: [string, Options, string, Options][] = [
    ['the course', {}, 'a.mp4', { prompt: 'Kubernetes, etcd' }],
    ['each level above it', {}, 'week1/lesson1/a.mp4', { prompt: 'Kubernetes, etcd, Ana Müller' }],
    ['no neighbouring folder', {}, 'week10/a.mp4', { prompt: 'Kubernetes, etcd' }],
    [
      'the user first',
      { prompt: 'A lecture.' },
      'week2/a.mp4',
      { prompt: 'A lecture. Kubernetes, etcd, kubelet' },
    ],
  ];
  it.each(cases)("adds to a video's prompt the terms of %s", (_what, wanted, key, expected) => {
    expect(withTerms(wanted, key, glossaries)).toEqual(expected);
  });

  it('keeps the other options', () => {
    const wanted: Options = { quality: 'best', language: 'de', minCoverage: 0.95 };

    expect(withTerms(wanted, 'a.mp4', glossaries)).toEqual({ ...wanted, prompt: 'Kubernetes, etcd' });
    expect(wanted).not.toHaveProperty('prompt');
  });

  it.each([
    ['no glossary', new Map<string, string[]>()],
    ['an empty one', new Map([['', []]])],
    ['one of another folder', new Map([['week2/', ['kubelet']]])],
  ])('adds no prompt if there is %s', (_what, none) => {
    expect(withTerms({}, 'week1/a.mp4', none)).not.toHaveProperty('prompt');
    expect(withTerms({ prompt: 'mine' }, 'week1/a.mp4', none)).toEqual({ prompt: 'mine' });
  });
});
