import { mkdir, writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { escapeControls, isForWindows, strayName } from '../../../../services/uploader/course/names.ts';
import { useTemporaryCourse } from './temporary-course.ts';

const VIDEO = 'week1/lesson1/video1.mp4';
const ANY = { anyLayout: true };

describe('strayName', () => {
  it.each([
    ['.DS_Store', 'hidden'],
    ['._video1.mp4', 'hidden'],
    ['.git', 'hidden'],
    ['Thumbs.db', 'a system file'],
    ['THUMBS.DB', 'a system file'],
    ['desktop.ini', 'a system file'],
    ['@eaDir', 'a system file'],
    ['lost+found', 'a system file'],
    ['$RECYCLE.BIN', 'a system file'],
    ['System Volume Information', 'a system file'],
    ['__MACOSX', 'a system file'],
    ['~$slides.pptx', "an editor's lock file"],
    ['video1.mp4', undefined],
    ['~video1.mp4', undefined],
    ['thumbs.db.mp4', undefined],
  ])('for %s is %s', (name, reason) => {
    expect(strayName(name)).toBe(reason);
  });
});

describe('isForWindows', () => {
  it.each([
    'week1/a b.mp4',
    'é/日本.mp4',
    '.a/b.mp4',
    'console/auxiliary.mp4',
    'com.mp4',
    "it's #1 & 50%.mp4",
  ])('accepts %j', (key) => expect(isForWindows(key)).toBe(true));
  it.each([
    ...['<', '>', ':', '"', '|', '?', '*', '\\'].map((character) => `week1/a${character}b.mp4`),
    'folder./a.mp4',
    'folder /a.mp4',
    'aux.mp4',
    'NUL/a.mp4',
    'week1/com1.lecture.mp4',
  ])('refuses %j', (key) => expect(isForWindows(key)).toBe(false));
});

describe('escapeControls', () => {
  it.each([
    ['a b/é.mp4', 'a b/é.mp4'],
    ['new\nline', 'new\\nline'],
    ['\u001b[31mred\u0007\u007f\u009b', '\\x1b[31mred\\x07\\x7f\\x9b'],
  ])('turns %j into %s', (path, expected) => expect(escapeControls(path)).toBe(expected));
});

describe('readCourse and names', () => {
  const course = useTemporaryCourse();

  it('leaves out files and whole folders that systems and editors create', async () => {
    await course.add(
      VIDEO,
      '.DS_Store',
      '.git/a/b.mp4',
      'week1/@eaDir/video1.mp4/thumb.jpg',
      'week1/~$notes.docx',
    );
    await course.add('lost+found/a.mp4', 'week1/lesson1/Thumbs.db', '.hidden.mp4');

    const expected = [
      '.DS_Store: hidden',
      '.git/: hidden',
      '.hidden.mp4: hidden',
      'lost+found/: a system file',
      'week1/@eaDir/: a system file',
      "week1/~$notes.docx: an editor's lock file",
      'week1/lesson1/Thumbs.db: a system file',
    ];
    expect(await course.leftOut()).toEqual(expected);
    expect(await course.leftOut(ANY)).toEqual(expected);
  });

  it('leaves out files other than media, with a reason, in any layout', async () => {
    await course.add('a.mp4', 'notes.txt');

    expect(await course.leftOut(ANY)).toEqual(['notes.txt: no media']);
  });

  it.each([
    'new\nline.mp4',
    'tab\t.mp4',
    'escape\u001b[2J.mp4',
    'del\u007f.mp4',
    'nel\u0085.mp4',
    'bell\u0007/a.mp4',
  ])('refuses %j, which S3 cannot list, and escapes it in the message', async (name) => {
    await course.add('a.mp4', name);

    const [, line] = await course.refusal(ANY);

    expect(line).toBe(
      `  ${escapeControls(name)} has a control character in its name, which S3 cannot list: rename it`,
    );
  });

  it('refuses a name that is not UTF-8, of a video or of any folder', async () => {
    await course.add('a.mp4');
    const bytes = (name: string) =>
      Buffer.concat([Buffer.from(`${course.dir}/`), Buffer.from(name, 'latin1')]);
    await writeFile(bytes('Einf\xfchrung.mp4'), 'video');
    await writeFile(bytes('\xed\xa0\x80 half a surrogate.mp4'), 'video');
    await writeFile(bytes('\xfc.txt'), 'no media');
    await mkdir(bytes('Woche\xff'));

    const lines = await course.refusal(ANY);

    expect(lines[0]).toContain('3 problems');
    expect(lines).toContain('  Einf\ufffdhrung.mp4 has a name that is not UTF-8: rename it');
    expect(lines).toContain('  Woche\ufffd/ has a name that is not UTF-8: rename it');
    expect(await course.keys({ ...ANY, exclude: ['Einf*', '*half*', 'Woche?/'] })).toEqual(['a.mp4']);
  });

  it.each([
    ['230 bytes', 226, true],
    ['231 bytes', 227, false],
  ])('leaves room in a name for what servers and disks append: %s', async (_what, letters, isTaken) => {
    await course.add(`${'x'.repeat(letters)}.mp4`);

    if (isTaken) expect(await course.keys(ANY)).toHaveLength(1);
    else expect((await course.refusal(ANY))[1]).toContain('has a name of over 230 bytes: shorten it');
  });

  it('composes the accents in keys, but not in paths, which macOS may store decomposed', async () => {
    await course.add('Cafe\u0301/U\u0308bung.mp4');

    expect((await course.read(ANY)).files).toMatchObject([
      { key: 'Caf\u00e9/\u00dcbung.mp4', path: course.at('Cafe\u0301/U\u0308bung.mp4') },
    ]);
  });

  it('accepts names that Windows does not allow, with a note', async () => {
    await course.add('a: part 1.mp4', 'b?.mp4', 'c./d.mp4', 'e|.mp4', 'f.mp4');

    const { files, notes } = await course.read(ANY);

    expect(files).toHaveLength(5);
    expect(notes).toEqual([
      'Windows does not allow these names, nor those of their transcripts: a: part 1.mp4, b?.mp4, c./d.mp4, and 1 more.',
    ]);
  });
});

describe('readCourse and clashing names', () => {
  const course = useTemporaryCourse();

  it('refuses one name in two Unicode forms, since both have the same key', async () => {
    await course.add('a/\u00e9.mp4', 'a/e\u0301.mp4');

    expect((await course.refusal(ANY)).slice(0, 3)).toEqual([
      expect.stringContaining('2 problems'),
      '  a/e\u0301.mp4 has the same name as a/\u00e9.mp4 in another Unicode form (NFC, NFD): rename one',
      '  a/\u00e9.mp4 has the same name as a/e\u0301.mp4 in another Unicode form (NFC, NFD): rename one',
    ]);
    expect(await course.keys({ ...ANY, exclude: ['a/'], include: [] }).catch(() => [])).toEqual([]);
  });

  it('accepts different videos from folders of one name in two Unicode forms', async () => {
    await course.add('\u00e9/1.mp4', 'e\u0301/2.mp4');

    expect(await course.keys(ANY)).toEqual(['\u00e9/1.mp4', '\u00e9/2.mp4']);
  });

  it('refuses three videos with the same transcript, and names another for each', async () => {
    await course.add('a.mp4', 'a.mov', 'a.mp3');

    expect((await course.refusal(ANY)).slice(1, 4)).toEqual([
      '  a.mov would have the same transcript as a.mp3',
      '  a.mp3 would have the same transcript as a.mov',
      '  a.mp4 would have the same transcript as a.mov',
    ]);
    expect(await course.keys({ ...ANY, exclude: ['*.mov', '*.mp3'] })).toEqual(['a.mp4']);
  });

  it('refuses a video whose transcript would have the name of a folder', async () => {
    await course.add('talk.mp4', 'talk.txt/b.mp4');

    expect((await course.refusal(ANY))[1]).toBe(
      '  talk.mp4 would have a transcript with the same name as a folder: rename one',
    );
  });

  it('accepts names that differ only in case, and notes where they would clash', async () => {
    await course.add('Intro/A.mp4', 'intro/a.mov', 'intro/A.avi', 'intro/b.mp4');

    const { files, notes } = await course.read(ANY);

    expect(files).toHaveLength(4);
    expect(notes).toEqual([
      'intro/A.avi and intro/a.mov differ only in upper and lower case: ' +
        'on macOS and Windows their transcripts would be one file.',
      'intro/A.avi and Intro/A.mp4 differ only in upper and lower case: ' +
        'on macOS and Windows their transcripts would be one file.',
    ]);
  });
});
