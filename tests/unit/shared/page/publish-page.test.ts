import { beforeEach, describe, expect, it } from '@jest/globals';
import type { PageProblem } from '../../../../services/shared/page/course-data.ts';
import type { PageStore } from '../../../../services/shared/page/page-store.ts';
import { publishPage } from '../../../../services/shared/page/publish-page.ts';
import { transcriptOf } from '../../../fixtures/transcript.ts';

const app = new Map([
  ['index.html', Buffer.from('<title>%title%</title><script src="%course%"></script>')],
  ['page.js', Buffer.from('program')],
  ['page.css', Buffer.from('style')],
]);

const makeStore = () => {
  const files = new Map<string, { body: string; version: string }>();
  const did: string[] = [];
  let changes = 0;
  const set = (name: string, body: string) => {
    changes += 1;
    files.set(name, { body, version: `v${changes}` });
  };
  const store: PageStore = {
    async *list() {
      for (const [name, { version }] of files) yield { name, version };
    },
    read: async (name) => {
      did.push(`read ${name}`);
      const body = files.get(name)?.body;
      if (body === undefined || body === 'unreadable') throw new Error('EACCES');
      return Buffer.from(body);
    },
    write: async (name, body) => {
      did.push(`write ${name}`);
      set(name, body.toString());
    },
    remove: async (name) => {
      did.push(`remove ${name}`);
      files.delete(name);
    },
  };
  return { store, did, set, files };
};

describe('publishPage', () => {
  let { store, did, set, files } = makeStore();
  const put = (name: string, text: string) => set(`${name}.json`, JSON.stringify(transcriptOf(name, text)));
  const outline = () => {
    const [, body = ''] = [...files].find(([name]) => name.startsWith('page/course-')) ?? [];
    return JSON.parse(/^showCourse\((.*)\);\n$/.exec(typeof body === 'string' ? body : body.body)?.[1] ?? '');
  };

  beforeEach(() => {
    ({ store, did, set, files } = makeStore());
    put('week2/video1', 'two');
    put('week10/video1', 'ten');
    put('week1/lesson1/video1', 'one and one');
  });

  it('writes the outline in the order of the course, and index.html last', async () => {
    const made = await publishPage(store, { app, title: 'A <course>' });

    expect(made).toEqual({ lectures: 3, written: 7, problems: [] });
    expect(outline().folders.map(({ name }: { name: string }) => name)).toEqual([
      'week1/lesson1',
      'week2',
      'week10',
    ]);
    expect(did.filter((what) => what.startsWith('write')).at(-1)).toBe('write index.html');
    expect(files.get('index.html')?.body).toContain('<title>A &lt;course&gt;</title>');
  });

  it('writes nothing and reads no transcript if nothing has changed', async () => {
    await publishPage(store, { app, title: 'Course' });
    did.length = 0;

    expect(await publishPage(store, { app })).toMatchObject({ written: 0 });
    expect(did.filter((what) => !/^read (index\.html|page\/course-)/.test(what))).toEqual([]);
  });

  it('reads only the folder that changed, and in the end removes what is no longer needed', async () => {
    await publishPage(store, { app });
    did.length = 0;
    put('week2/video1', 'two and two');

    expect(await publishPage(store, { app })).toMatchObject({ lectures: 3, written: 3 });
    expect(did.filter((what) => what.endsWith('.json'))).toEqual(['read week2/video1.json']);
    expect(did.slice(-3)).toEqual([
      'write index.html',
      expect.stringMatching(/^remove page\//),
      expect.stringMatching(/^remove page\//),
    ]);
  });

  it('forgets a lecture whose transcript is gone, and a folder that has become empty', async () => {
    await publishPage(store, { app });
    files.delete('week10/video1.json');

    expect(await publishPage(store, { app })).toMatchObject({ lectures: 2 });
    expect(outline().folders).toHaveLength(2);
  });

  it.each([
    ['cut off', '{"source":{"key":', 'It is not valid JSON'],
    ['empty', '', 'It is not valid JSON'],
    ['of something else', '{"questions":[]}', 'It is not a transcript of this version'],
    ['a list', '[]', 'It is not a transcript of this version'],
    ['unreadable', 'unreadable', 'It cannot be read: EACCES'],
  ])('reports a transcript that is %s, and makes the page of the others', async (_, body, reason) => {
    set('week2/broken.json', body);

    const made = await publishPage(store, { app });

    expect(made.lectures).toBe(3);
    expect(made.problems).toEqual([{ name: 'week2/broken.json', reason: expect.stringContaining(reason) }]);
    expect(outline().folders[1].problems).toMatchObject(made.problems);
  });

  it('reads a broken transcript once, but tries again if reading failed', async () => {
    set('week2/broken.json', '{');
    set('week10/locked.json', 'unreadable');
    await publishPage(store, { app });
    did.length = 0;
    await publishPage(store, { app });

    expect(did).not.toContain('read week2/broken.json');
    expect(did).toContain('read week10/locked.json');
  });

  it('does not mistake a report, a correction or a hidden file for a transcript', async () => {
    for (const name of ['runs/r1/report.json', 'corrections.json', '.uploader/a.json', 'week2/._video1.json'])
      set(name, '{"version":1,"corrections":[]}');

    expect(await publishPage(store, { app })).toMatchObject({ lectures: 3, problems: [] });
  });

  it('remembers title, media and failures until they are out of date', async () => {
    const failed = [
      { name: 'week2/video2.mp4', reason: 'It is broken.' },
      { name: 'week2/video3.mp4', reason: 'It is empty.' },
    ];
    await publishPage(store, { app, title: 'History', failed, media: (name) => `../${name}.mov` });
    put('week2/video2', 'mended');
    await publishPage(store, { app });

    expect(outline()).toMatchObject({ title: 'History', failed: [failed[1]] });
    expect(outline().folders[0].parts[0].lectures[0].media).toBe('../week1/lesson1/video1.mov');
  });

  it('adds failures of a part of the course to those of other parts, and forgets what is mended or gone', async () => {
    const failedNow = () => outline().failed.map(({ name, reason }: PageProblem) => `${name} ${reason}`);
    const broken = (name: string) => ({ name, reason: 'Broken.' });
    const first = ['week2/video10.mp4', 'week2/video2.mp4', 'week3/video1.mp4', 'week3/video2.avi'];
    await publishPage(store, { app, failed: first.map(broken) });
    put('week3/video2', 'from an mp4 now');

    await publishPage(store, {
      app,
      failed: [{ name: 'week2/video2.mp4', reason: 'Empty.' }],
      isGone: (key) => key === 'week3/video1.mp4',
    });

    expect(failedNow()).toEqual(['week2/video2.mp4 Empty.', 'week2/video10.mp4 Broken.']);
    await publishPage(store, { app, failed: [] });
    expect(failedNow()).toHaveLength(2);
  });

  it('leaves an index.html that is no course page, and reads it once', async () => {
    set('index.html', '<h1>Mine</h1>');

    await expect(publishPage(store, { app })).rejects.toThrow('index.html is not a course page');
    expect(did).toEqual(['read index.html']);
  });

  it('includes corrections.json, for which it reads no transcript again', async () => {
    await publishPage(store, { app });
    did.length = 0;
    set('corrections.json', '{"version":1,"corrections":[]}');
    await publishPage(store, { app });

    const { corrections } = outline();
    expect(files.get(corrections)?.body).toBe(
      'showCorrections({"version":1,"corrections":[],"glossary":[]});\n',
    );
    expect(did.filter((what) => /week.*json/.test(what))).toEqual([]);
  });

  it('reports an incomplete corrections.json', async () => {
    set('corrections.json', '{"version":1,');

    const made = await publishPage(store, { app });

    expect(made.problems).toEqual([{ name: 'corrections.json', reason: expect.stringContaining('damaged') }]);
    expect(outline()).toMatchObject({ problems: made.problems });
  });

  it('leaves the page unchanged if a write fails', async () => {
    await publishPage(store, { app });
    const before = files.get('index.html');
    put('week2/video1', 'changed');
    const full = { ...store, write: async () => Promise.reject(new Error('ENOSPC')) };

    await expect(publishPage(full, { app })).rejects.toThrow('ENOSPC');
    expect(files.get('index.html')).toBe(before);
    expect([...files.keys()].filter((name) => name.startsWith('page/words-'))).toHaveLength(3);
  });

  it('makes a page again if it was made in another format', async () => {
    await publishPage(store, { app });
    const [name = ''] = [...files.keys()].filter((key) => key.startsWith('page/course-'));
    set(name, 'showCourse({"format":0});\n');
    did.length = 0;
    await publishPage(store, { app });

    expect(did.filter((what) => what.endsWith('.json'))).toHaveLength(3);
  });

  it('divides a folder of long lectures into parts', async () => {
    const hour = Array.from({ length: 50_000 }, (_, index) => `word${index}`).join(' ');
    for (const number of [1, 2, 3]) put(`week3/video${number}`, hour);
    await publishPage(store, { app });

    const { parts } = outline().folders.find(({ name }: { name: string }) => name === 'week3');
    expect(parts).toHaveLength(3);
  });
});
