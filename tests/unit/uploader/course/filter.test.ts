import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { makeFilter } from '../../../../services/uploader/course/filter.ts';
import { useTemporaryCourse } from './temporary-course.ts';

const none = { include: [], exclude: [] };

describe('makeFilter', () => {
  it('leaves nothing out without patterns', () => {
    const filter = makeFilter(none);

    expect(filter.reason('week1/lesson1/video1.mp4')).toBeUndefined();
    expect(filter.reason('week1/')).toBeUndefined();
    expect(filter.unused()).toEqual([]);
  });

  it.each([
    ['a name at any level', 'draft.mp4', ['draft.mp4', 'a/b/draft.mp4'], ['draft.mp4x', 'adraft.mp4']],
    ['a glob', '*.mov', ['a.mov', 'a/b.mov', 'a/B.MOV'], ['a.mp4', 'amov']],
    ['a folder', 'old/', ['old/', 'old/a.mp4', 'a/old/b.mp4'], ['old', 'older/a.mp4']],
    ['a path from the top', '/a.mp4', ['a.mp4'], ['b/a.mp4']],
    ['a path as a shell completes it', './a.mp4', ['a.mp4'], ['b/a.mp4']],
    ['a glob in a folder', 'week1/*.mp4', ['week1/a.mp4'], ['week1/b/a.mp4', 'x/week1/a.mp4']],
    ['any folders between', 'week1/**/a.mp4', ['week1/a.mp4', 'week1/b/c/a.mp4'], ['week2/a.mp4']],
    ['everything below a folder', 'week1/**', ['week1/a.mp4', 'week1/b/c.mp4'], ['week2/a.mp4']],
    ['any character', 'video?.mp4', ['video1.mp4'], ['video10.mp4']],
    ['a character class', 'week[1-3]/', ['week2/a.mp4'], ['week4/a.mp4']],
    ['a hash, which does not start a comment here', '#1.mp4', ['#1.mp4'], ['1.mp4']],
    ['an escaped star', '\\*.mp4', ['*.mp4'], ['a.mp4']],
    ['a decomposed accent', 'cafe\u0301/', ['caf\u00e9/a.mp4', 'cafe\u0301/a.mp4'], ['cafe/a.mp4']],
  ])('matches %s', (_what, pattern, matching, others) => {
    const exclude = makeFilter({ ...none, exclude: [pattern] });

    for (const path of matching)
      expect([path, exclude.reason(path)]).toEqual([path, `--exclude ${JSON.stringify(pattern)}`]);
    for (const path of others) expect([path, exclude.reason(path)]).toEqual([path, undefined]);

    const include = makeFilter({ ...none, include: [pattern] });

    for (const path of matching) expect([path, include.reason(path)]).toEqual([path, undefined]);
    for (const path of others.filter((path) => !path.endsWith('/')))
      expect([path, include.reason(path)]).toEqual([path, 'not in --include']);
  });

  it('includes files that match any --include, except those that a later ! excludes', () => {
    const filter = makeFilter({ ...none, include: ['week1/', '*.mov', '!b.mov'] });

    expect(['week1/a.mp4', 'a.mov', 'b.mov', 'week2/a.mp4'].map(filter.reason)).toEqual([
      undefined,
      undefined,
      'not in --include',
      'not in --include',
    ]);
  });

  it('includes only files that no filter leaves out', () => {
    const filter = makeFilter({ include: ['week1/'], exclude: ['draft*'] });
    filter.addRules('', '*.mov\n!draft1.mp4\n!week2\n');

    expect(['week1/a.mp4', 'week1/draft1.mp4', 'week1/a.mov', 'week2/a.mp4'].map(filter.reason)).toEqual([
      undefined,
      '--exclude "draft*"',
      '.transcribeignore: *.mov',
      'not in --include',
    ]);
  });

  it('names the file and line that leave a path out', () => {
    const filter = makeFilter(none);
    filter.addRules('', '\uFEFF# no drafts\r\n\r\ndraft*  \r\n');
    filter.addRules('week1/', 'old/\n');

    expect(filter.reason('a/draft.mp4')).toBe('.transcribeignore: draft*');
    expect(filter.reason('week1/b/old/')).toBe('week1/.transcribeignore: old/');
    expect(filter.reason('week2/b/old/')).toBeUndefined();
  });

  it('lists each flag that made no difference', () => {
    const filter = makeFilter({
      include: ['week1/', '*.mp4', 'week9/'],
      exclude: ['*.mov', '*.avi', '!x.avi'],
    });
    for (const path of ['week1/a.mp4', 'week1/a.mov']) filter.reason(path);

    expect(filter.unused()).toEqual([
      '--include "week9/" matches nothing.',
      '--exclude "*.avi" left nothing out.',
      '--exclude "!x.avi" left nothing out.',
      expect.stringMatching(/inside the course folder, such as week1\/a.mp4, as in a .gitignore/),
    ]);
  });
});

describe('.transcribeignore', () => {
  const course = useTemporaryCourse();

  const PATHS = [
    'a.mp4',
    'draft.mp4',
    'week1/a.mp4',
    'week1/draft.mp4',
    'week1/keep.mp4',
    'week1/old/a.mp4',
    'week1/old/deep/a.mp4',
    'week1/we[i]rd *dir/a.mp4',
    'week1/we[i]rd *dir/b/draft.mp4',
    'week2/a.mp4',
    'week2/old/a.mp4',
    'week2/old/keep.mp4',
    '#1/a.mp4',
    '!1/a.mp4',
  ];

  const files: [string, Record<string, string>][] = [
    ['at the top', { '': 'draft.mp4\nold/\n' }],
    ['in a folder', { 'week1/': 'draft.mp4\nold\n' }],
    ['in a folder, with paths from there', { 'week1/': '/a.mp4\n/old/deep\n' }],
    ['in a folder, with folders between', { 'week1/': '**/a.mp4\nold/**\n' }],
    ['that negates a pattern of an upper one', { '': '*.mp4\n', 'week1/': '!keep.mp4\n' }],
    ['that negates the pattern of a folder', { '': 'old/\n*eep.mp4\n', 'week2/': '!old/\n' }],
    ['that cannot re-include a file of an excluded folder', { '': 'week2/\n', 'week2/': '!a.mp4\n' }],
    ['that excludes all folders but one', { '': '/*\n!/week2/\n' }],
    ['in a folder with glob characters in its name', { 'week1/we[i]rd *dir/': 'draft.mp4\n/a.mp4\n' }],
    ['with escaped marks', { '': '\\#1/\n\\!1/\n# 2\n' }],
    ['with only empty patterns', { '': '\n!\n/\n \n', 'week1/': '!\n/\n!/\n\\\n' }],
    ['with trailing spaces', { 'week1/': 'draft.mp4   \nold/  \n' }],
    ['at three levels', { '': 'a.mp4\n', 'week1/': '!a.mp4\n', 'week1/old/': 'a.mp4\n!deep/a.mp4\n' }],
  ];
  it.each(files)('works like a .gitignore %s', async (_what, rules) => {
    await course.add(...PATHS);
    for (const [folder, text] of Object.entries(rules))
      await course.write(`${folder}.transcribeignore`, text);
    const git = (...args: string[]) => promisify(execFile)('git', ['-C', course.dir, ...args]);
    await git('init', '--quiet');

    const { stdout } = await git('ls-files', '-z', '--others', '--exclude-per-directory=.transcribeignore');

    const expected = stdout.split('\0').filter((path) => path.endsWith('.mp4'));
    const taken = await course.keys({ anyLayout: true }).catch(() => []);
    expect(taken.toSorted()).toEqual(expected.toSorted());
  });

  it('leaves out files that would be refused', async () => {
    await course.add(
      'week1/lesson1/video1.mp4',
      'week1/notes.pdf',
      'week1/lesson1/raw/take1.mov',
      'readme.md',
    );
    await course.write('.transcribeignore', '*.pdf\nreadme.md\n');
    await course.write('week1/.transcribeignore', 'raw/\n');

    expect(await course.leftOut()).toEqual([
      'readme.md: .transcribeignore: readme.md',
      'week1/lesson1/raw/: week1/.transcribeignore: raw/',
      'week1/notes.pdf: .transcribeignore: *.pdf',
    ]);
  });

  it('is not part of the course, and a folder of that name is hidden', async () => {
    await course.add('week1/lesson1/video1.mp4', 'week1/.transcribeignore/a.mp4');
    await course.write('.transcribeignore', '');

    expect(await course.leftOut()).toEqual(['week1/.transcribeignore/: hidden']);
  });
});

describe('readCourse with --include and --exclude', () => {
  const course = useTemporaryCourse();

  it('reads less of the course', async () => {
    await course.add('week1/lesson1/video1.mp4', 'week1/lesson2/video1.mp4', 'week2/lesson1/video1.mp4');

    expect(await course.keys({ include: ['week1'] })).toEqual([
      'week1/lesson1/video1.mp4',
      'week1/lesson2/video1.mp4',
    ]);
    expect(await course.keys({ include: ['week1'], exclude: ['lesson2/'] })).toEqual([
      'week1/lesson1/video1.mp4',
    ]);
    expect(await course.leftOut({ exclude: ['week1'] })).toEqual(['week1/: --exclude "week1"']);
  });

  it('does not check what is left out: names, sizes, clashes, links, pipes', async () => {
    await course.add(
      'a.mp4',
      'b/c.mp4',
      'b/c.mov',
      'b/\u00e9.mp4',
      'b/e\u0301.mp4',
      'b/new\nline.mp4',
      'runs/a.mp4',
    );
    await course.write('b/empty.mp4', '');
    expect((await course.refusal({ anyLayout: true })).length).toBeGreaterThan(6);

    expect(await course.keys({ anyLayout: true, exclude: ['b/', 'runs/'] })).toEqual(['a.mp4']);
    expect(await course.keys({ anyLayout: true, include: ['/a.mp4'] })).toEqual(['a.mp4']);
    expect(
      await course.keys({ anyLayout: true, include: ['a.mp4', 'b/c.*'], exclude: ['*.mov', '/runs'] }),
    ).toEqual(['a.mp4', 'b/c.mp4']);
  });

  it('matches paths in the course, whatever the prefix', async () => {
    await course.add('week1/lesson1/video1.mp4', 'week2/lesson1/video1.mp4');

    expect(await course.keys({ include: ['/week1/'], prefix: 'physics/' })).toEqual([
      'physics/week1/lesson1/video1.mp4',
    ]);
  });

  it('notes a flag that made no difference', async () => {
    await course.add('week1/lesson1/video1.mp4');

    expect((await course.read({ exclude: ['*.mov'] })).notes).toEqual([
      '--exclude "*.mov" left nothing out.',
      expect.stringContaining('such as week1/lesson1/video1.mp4'),
    ]);
  });

  it('explains how patterns are compared if nothing is left', async () => {
    await course.add('week1/lesson1/video1.mp4');

    await expect(course.read({ include: ['my-course/week1/**'] })).rejects.toThrow(
      /--include "my-course\/week1\/\*\*" matches nothing\.\nPatterns are compared with paths inside the course/,
    );
  });

  it('lists what was left out if nothing is left', async () => {
    await course.add('week1/lesson1/video1.mp4', 'week2/lesson1/video1.mp4', '.DS_Store');

    expect(await course.refusal({ include: ['week3'], exclude: ['week2/'] })).toEqual([
      `UserError: Everything in ${course.dir} is left out, so there is nothing to transcribe:`,
      '  week1/lesson1/video1.mp4: not in --include',
      '  week2/: --exclude "week2/"',
      '--include "week3" matches nothing.',
      expect.stringMatching(/^Patterns are compared/),
    ]);
  });
});
