import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { makePublish, PublishEvent } from '../../../services/publisher/publish.ts';
import { render } from '../../../services/shared/captions/render.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import type { Report } from '../../../services/shared/contracts/steps.ts';
import type { Transcript } from '../../../services/shared/contracts/transcript.ts';
import { publishPage } from '../../../services/shared/page/publish-page.ts';
import { openPageFolder } from '../../../services/uploader/page/folder-store.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { aTranscript, type FakeBucket, fakeBucket } from '../fakes.ts';
import { MADE, segmentOf, spoken } from '../shared/corrections/lectures.ts';

const RUN = '20261122T151500Z-a1b2';
const event = PublishEvent.parse({ detail: { run: RUN, bucket: 'transcripts' } });
const app = new Map(
  Object.entries({
    'index.html':
      '<title>%title%</title><link href="%style%"><script src="%course%"></script><script src="%app%"></script>',
    'page.js': 'app',
    'page.css': 'style',
  }).map(([name, text]) => [name, Buffer.from(text)]),
);

const VIDEO = 'week1/lesson1/video1.mp4';
const correction = {
  ...{ lecture: 'week1/lesson1/video1', start: 1, end: 1.9, made: MADE },
  ...{ heard: ['Cooper', 'Netties'], written: ['Kubernetes'] },
};
const saved = (key: string) => PublishEvent.parse({ detail: { bucket: {}, object: { key } } });

const saying = (key: string, text: string): Transcript =>
  aTranscript({ source: { key, etag: 'e', size: 1 }, segments: [segmentOf(spoken(text))] });

describe('makePublish', () => {
  let videos: FakeBucket;
  let transcripts: FakeBucket;
  let warnings: string[];
  const publish = (of = event) =>
    makePublish({
      buckets: { videos, transcripts },
      app: async () => app,
      warn: (message) => void warnings.push(message),
    })(of);

  const put = async (key: string, text = 'we use Cooper Netties every single day') => {
    const texts = render(saying(key, text));
    for (const format of ['txt', 'srt', 'vtt', 'json'] as const)
      await transcripts.write(keys.transcript(key, format), texts[format]);
  };
  const putRun = async (items: { Key: string; Prefix?: string }[], failed: string[] = []) => {
    await videos.writeJson(keys.manifest(RUN), items);
    const error = { name: 'VideoUnreadable', message: 'cannot be read.' };
    const report: Partial<Report> = {
      ...{ run: RUN, finishedAt: MADE },
      videos: items.map(({ Key }) =>
        failed.includes(Key)
          ? { key: Key, state: 'failed', error: { ...error, message: `${Key} ${error.message}` } }
          : { key: Key, state: 'done' },
      ),
    };
    const totals = { videos: items.length, done: 1, failed: 0, incomplete: 0 };
    const sums = { durationSeconds: 1, words: 1, speechSeconds: 1, coveredSeconds: 1 };
    await transcripts.writeJson(keys.report(RUN), { ...report, totals: { ...totals, ...sums } });
  };
  /** A run of one video, with its transcript. */
  const putOne = async (Key = VIDEO) => {
    await put(Key);
    await putRun([{ Key }]);
  };
  const correct = (prefix: string, ...corrections: object[]) =>
    transcripts.writeJson(`${prefix}corrections.json`, { version: 1, corrections });
  const names = (prefix = '') => [...transcripts.objects.keys()].filter((key) => key.startsWith(prefix));
  const text = async (key: string) => (await transcripts.readText(key)) ?? '';
  /** The outline that the page opens. */
  const outline = async (prefix = '') =>
    text(prefix + (/page\/course-\w+\.js/.exec(await text(`${prefix}index.html`))?.[0] ?? ''));

  beforeEach(() => {
    [videos, transcripts, warnings] = [fakeBucket('videos'), fakeBucket('transcripts'), []];
  });

  it('makes the page of a run at the beginning of its course', async () => {
    await putOne();

    const output = await publish();

    expect(output).toEqual({
      run: RUN,
      pages: [{ prefix: '', lectures: 1, problems: 0, corrected: 0, unmatched: 0 }],
    });
    expect(names('page/').map((name) => name.replace(/-\w+/, ''))).toEqual([
      'page/words.js',
      'page/app.js',
      'page/app.css',
      'page/course.js',
    ]);
    expect(await outline()).toContain('week1/lesson1/video1');
  });

  it('makes the same files as a local run', async () => {
    const folder = temporaryFolder();
    await putOne();
    const store = openPageFolder(folder);
    for (const name of names('week1')) await store.write(name, Buffer.from(await text(name)), '');
    await publishPage(store, { app });

    await publish();

    // The outline contains the versions of the transcripts: sizes and times in a local run, ETags here.
    const same = (all: string[]) => all.filter((name) => !name.startsWith('course-')).toSorted();
    expect(same(await readdir(join(folder, 'page')))).toEqual(
      same(names('page/').map((name) => name.slice('page/'.length))),
    );
  });

  it('makes a page for each course of a run', async () => {
    const items = [
      { Key: 'physics/week1/lesson1/video1.mp4' },
      { Key: 'any/how/talk.mp3', Prefix: 'any/' },
      { Key: 'talk.mp3' },
    ];
    for (const { Key } of items) await put(Key);
    await putRun(items);

    const { pages } = await publish();

    expect(pages.map(({ prefix }) => prefix)).toEqual(['physics/', 'any/', '']);
    expect(await outline('physics/')).toContain('"title":"physics"');
    expect(await outline('any/')).toContain('how/talk');
  });

  it('lists the videos that failed', async () => {
    await put(VIDEO);
    await putRun([{ Key: VIDEO }, { Key: 'week1/lesson1/video2.mp4' }], ['week1/lesson1/video2.mp4']);

    await publish();

    expect(await outline()).toContain('It cannot be read.');
  });

  it('writes nothing if nothing has changed', async () => {
    await putOne();
    await publish();
    const before = new Map(transcripts.objects);

    await publish();

    expect(transcripts.objects).toEqual(before);
    for (const [key, object] of before) expect(transcripts.objects.get(key)).toBe(object);
  });

  it('includes what another run has added meanwhile', async () => {
    await putOne();
    const { write } = transcripts;
    transcripts.write = async (key, body) => {
      await write(key, body);
      if (key !== 'index.html') return;
      transcripts.write = write;
      await put('week2/lesson1/video1.mp4');
    };

    await publish();

    expect(await outline()).toContain('week2/lesson1/video1');
  });

  it('applies corrections to transcripts that are older than they are', async () => {
    await putOne(`physics/${VIDEO}`);
    await correct('physics/', correction, { ...correction, lecture: 'week9/lesson1/video1' });

    const { pages } = await publish();

    expect(pages).toMatchObject([{ corrected: 1, unmatched: 1 }]);
    for (const format of ['txt', 'srt', 'vtt', 'json'])
      expect(await text(`physics/week1/lesson1/video1.${format}`)).toContain('Kubernetes');
    expect((await publish()).pages).toMatchObject([{ corrected: 0, unmatched: 1 }]);
  });

  it('does the same when somebody saves corrections, and remembers failed videos', async () => {
    const [Key, failed] = [`physics/${VIDEO}`, 'physics/week1/lesson1/video2.mp4'];
    await put(Key);
    await putRun([{ Key }, { Key: failed }], [failed]);
    await publish();
    await correct('physics/', correction);

    const output = await publish(saved('physics/corrections.json'));

    expect(output).toMatchObject({ pages: [{ prefix: 'physics/', corrected: 1, lectures: 1 }] });
    expect(await text('physics/week1/lesson1/video1.srt')).toContain('Kubernetes');
    expect(await outline('physics/')).toContain('It cannot be read.');
  });

  it('leaves the lectures of a nested course with its own corrections alone', async () => {
    await put(`physics/${VIDEO}`);
    await correct('physics/', correction);
    await publish(saved('physics/corrections.json'));
    await correct('');

    await publish(saved('corrections.json'));

    expect(await text('physics/week1/lesson1/video1.txt')).toContain('Kubernetes');
  });

  it.each([
    ['takes back what a new file lacks', JSON.stringify({ version: 1, corrections: [] }), 'Cooper'],
    ['takes nothing back if the file is incomplete', '{"version":', 'Kubernetes'],
  ])('%s', async (_title, body, expected) => {
    await put(VIDEO);
    await correct('', correction);
    await publish(saved('corrections.json'));
    expect(await text('week1/lesson1/video1.txt')).toContain('Kubernetes');
    await transcripts.write('corrections.json', body);

    await publish(saved('corrections.json'));

    for (const format of ['txt', 'srt', 'vtt', 'json'])
      expect(await text(`week1/lesson1/video1.${format}`)).toContain(expected);
  });

  it.each([
    ['corrections.json', '{"version":', /corrections.json in transcripts is damaged/],
    ['index.html', '<h1>Mine</h1>', /index.html in transcripts is not a course page/],
  ])('continues without an invalid %s, and says so', async (name, body, words) => {
    await putOne();
    await transcripts.write(name, body);

    await publish();

    expect(warnings).toEqual([expect.stringMatching(words)]);
    expect(await text(name)).toBe(body);
  });

  it('lists an incomplete transcript as a problem, and shows the others on the page', async () => {
    await putOne();
    await transcripts.write('week1/lesson1/video2.json', '{"source":');

    expect((await publish()).pages).toMatchObject([{ lectures: 1, problems: 1 }]);
    expect(await outline()).toContain('week1/lesson1/video2.json');
  });

  it('does nothing for a run that has left nothing', async () => {
    expect(await publish()).toEqual({ run: RUN, pages: [] });
  });
});
