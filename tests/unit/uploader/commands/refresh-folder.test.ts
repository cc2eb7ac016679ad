// `uploader page` and `uploader correct` with all kinds of folders.
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { render } from '../../../../services/shared/captions/render.ts';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import { refreshFolder } from '../../../../services/uploader/commands/refresh-folder.ts';
import { Event } from '../../../../services/uploader/output/events.ts';
import { claimFolder } from '../../../../services/uploader/runs/claim.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aTranscript } from '../../fakes.ts';
import { MADE, segmentOf, spoken } from '../../shared/corrections/lectures.ts';

const KEY = 'week1/lesson1/video1.mp4';
const LECTURE = 'week1/lesson1/video1';

describe('refreshFolder', () => {
  let dir: string;
  let events: Event[];
  beforeEach(() => {
    dir = temporaryFolder('refresh #% "');
    events = [];
  });

  const write = async (name: string, text: string) => {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  };
  const put = async (key = KEY, text = 'we use Cooper Netties every single day') => {
    const texts = render(
      aTranscript({
        source: { key, etag: 'e', size: 1 },
        segments: text === '' ? [] : [segmentOf(spoken(text))],
      }),
    );
    for (const format of ['txt', 'srt', 'vtt', 'json'] as const)
      await write(keys.transcript(key, format), texts[format]);
  };
  const correction = {
    ...{ lecture: LECTURE, start: 1, end: 1.9, made: MADE },
    ...{ heard: ['Cooper', 'Netties'], written: ['Kubernetes'] },
  };
  const save = (...corrections: object[]) =>
    write('corrections.json', JSON.stringify({ version: 1, corrections }));
  const refresh = (folder = dir, options = {}) =>
    refreshFolder(
      { dir: folder, overwrite: false, page: true, mustCorrect: false, ...options },
      { emit: (event) => void events.push(Event.parse(event)), signal: new AbortController().signal },
    );
  const messages = () => events.flatMap((event) => (event.type === 'note' ? [event.message] : []));
  const outline = async (out = dir): Promise<string> => {
    const names = await readdir(join(out, 'page'));
    return readFile(join(out, 'page', names.find((name) => name.startsWith('course-')) ?? ''), 'utf8');
  };

  it('makes a page from the transcripts, and says where it is', async () => {
    await put();

    expect(await refresh()).toBe(0);

    expect(events).toEqual([
      expect.objectContaining({ type: 'page', path: join(dir, 'index.html'), lectures: 1, problems: [] }),
    ]);
    expect(events).toEqual([expect.objectContaining({ url: expect.stringMatching(/^file:.*%23%25/) })]);
  });

  it('writes nothing if nothing has changed', async () => {
    await put();
    await refresh();
    const before = (await stat(join(dir, 'index.html'))).mtimeMs;
    const names = await readdir(join(dir, 'page'));

    await refresh();

    expect((await stat(join(dir, 'index.html'))).mtimeMs).toBe(before);
    expect(await readdir(join(dir, 'page'))).toEqual(names);
  });

  it('corrects the transcripts first, so that the page shows the corrected words', async () => {
    await put();
    await save(correction);

    expect(await refresh()).toBe(0);

    expect(events.map(({ type }) => type)).toEqual(['corrected', 'page']);
    expect(await readFile(join(dir, `${LECTURE}.srt`), 'utf8')).toContain('Kubernetes');
    const names = await readdir(join(dir, 'page'));
    const texts = await Promise.all(names.map((name) => readFile(join(dir, 'page', name), 'utf8')));
    expect(texts.join()).toContain('Kubernetes');
  });

  it('skips lectures of a nested course that has its own corrections', async () => {
    await put(`physics/${KEY}`);
    await write('physics/corrections.json', JSON.stringify({ version: 1, corrections: [correction] }));
    await refresh(join(dir, 'physics'));

    await refresh();

    expect(await readFile(join(dir, `physics/${LECTURE}.txt`), 'utf8')).toContain('Kubernetes');
  });

  it('does not change the page with --no-page', async () => {
    await put();
    await save(correction);

    await refresh(dir, { page: false });

    expect((await readdir(dir)).toSorted()).toEqual(['.uploader', 'corrections.json', 'week1']);
  });

  it('names an incomplete transcript, and makes the page from the others', async () => {
    await put();
    await write('week1/lesson1/video2.json', '{"source":');
    await save(correction, { ...correction, lecture: 'week1/lesson1/video2' });

    expect(await refresh()).toBe(2);

    expect(events.at(-1)).toMatchObject({
      ...{ type: 'page', lectures: 1 },
      problems: [{ name: 'week1/lesson1/video2.json' }],
    });
    expect(await readFile(join(dir, 'week1/lesson1/video2.json'), 'utf8')).toBe('{"source":');
  });

  it.each([
    ['without words', ''],
    ['with one word', 'word'],
  ])('makes a page from a transcript %s', async (_title, text) => {
    await put(KEY, text);

    expect(await refresh()).toBe(0);
  });

  it('returns 2 if a correction matches nothing, and keeps it', async () => {
    await put(KEY, 'something else altogether');
    await save(correction, { ...correction, lecture: 'week9/lesson9/video9' });

    expect(await refresh()).toBe(2);

    expect(events[0]).toMatchObject({ type: 'corrected', unmatched: [{ heard: 'Cooper Netties' }] });
    expect(messages()).toEqual([
      'corrections.json has 1 correction for week9/lesson9/video9.json, which is not in this folder. Nothing is lost.',
    ]);
    expect(await readFile(join(dir, 'corrections.json'), 'utf8')).toContain('week9');
  });

  it('finds the videos of the course that the transcripts belong to', async () => {
    await write(`my course/${KEY}`, 'video');
    const out = join(dir, 'out');
    await claimFolder(out, { dir: join(dir, 'my course') }, { keys: [], sizeOf: async () => undefined });
    const texts = render(aTranscript({ source: { key: KEY, etag: 'e', size: 1 } }));
    await write(`out/${LECTURE}.json`, texts.json);

    await refresh(out);

    expect(await outline(out)).toContain('"media":"../my course/week1/lesson1/video1.mp4"');
    expect(await outline(out)).toContain('"title":"my course"');
  });

  it('says if a folder holds several courses', async () => {
    await put('physics/week1/lesson1/video1.mp4');
    await put('biology/week1/lesson1/video1.mp4');
    for (const prefix of ['physics/', 'biology/'])
      await claimFolder(dir, { dir, prefix }, { keys: [], sizeOf: async () => undefined });

    await refresh();

    expect(messages()).toEqual([expect.stringContaining('has 2 courses (physics/, biology/)')]);
    expect(await outline()).toContain('biology/week1');
  });

  it('suggests corrected names for the glossary', async () => {
    await put();
    await write('corrections.json', '{"version":1,"corrections":[],"glossary":["Kubernetes"]}');

    await refresh(dir, { mustCorrect: true });

    expect(messages()).toContainEqual(expect.stringMatching(/course's glossary.txt.*: Kubernetes$/));
  });

  it('says so if there is nothing to correct', async () => {
    await put();

    await refresh(dir, { mustCorrect: true });

    expect(messages()).toEqual([expect.stringContaining('Nothing to correct: there is no ')]);
  });

  it('says so if the transcripts already have all corrections, but not when it applies them', async () => {
    await put();
    await save(correction);

    await refresh(dir, { mustCorrect: true });
    expect(messages()).toEqual([]);
    await refresh(dir, { mustCorrect: true });
    expect(messages()).toEqual(['Nothing to correct: the one correction is in the transcripts already.']);
  });

  it('does not say that there is nothing to correct if corrections are for other lectures or were undone', async () => {
    await put();
    await save({ ...correction, lecture: 'week9/lesson9/video9' });
    await refresh(dir, { mustCorrect: true });
    await save(correction);
    await refresh(dir, { mustCorrect: true });
    await save();
    await refresh(dir, { mustCorrect: true });

    expect(messages()).toEqual([expect.stringMatching(/^corrections.json has 1 correction for week9/)]);
  });

  it.each([
    ['no folder', 'nowhere', /^There is no folder nowhere. Pass the folder/],
    ['a file', 'file', /is a file. Pass the folder of the transcripts/],
    ['an empty folder', 'empty', /There are no transcripts in /],
    ['a folder with other things', 'other', /There are no transcripts in /],
  ])('refuses %s', async (_title, name, words) => {
    await write('file', '');
    await mkdir(join(dir, 'empty'));
    await write('other/notes.txt', 'Notes.');

    await expect(refresh(name === 'nowhere' ? name : join(dir, name))).rejects.toThrow(words);
  });

  it('does not replace an index.html that is not a course page', async () => {
    await put();
    await write('index.html', '<h1>Mine</h1>');

    await expect(refresh()).rejects.toThrow(/index.html is not a course page, so it was not replaced/);
    expect(await readFile(join(dir, 'index.html'), 'utf8')).toBe('<h1>Mine</h1>');
  });
});
