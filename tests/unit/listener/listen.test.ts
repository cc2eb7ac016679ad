import { describe, expect, it } from '@jest/globals';
import { makeListener, type ObjectCreated } from '../../../services/listener/listen.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { Manifest, type RunInput } from '../../../services/shared/contracts/steps.ts';
import { etagOf, fakeBucket } from '../fakes.ts';

const RUN = '20261122T151500Z-a1b2';

const created = (key: string, fields: { time?: string; sequencer?: string } = {}): ObjectCreated => ({
  time: fields.time ?? '2026-11-22T15:15:00Z',
  detail: {
    bucket: { name: 'videos' },
    object: { key, sequencer: fields.sequencer ?? '00617F08299329D189' },
  },
});

/** A listener on a bucket, with a fake Step Functions that remembers its executions' names. */
const setUp = (objects: Record<string, string>) => {
  const videos = fakeBucket('videos', objects);
  const started: RunInput[] = [];
  const start = async (input: RunInput) => {
    if (started.some(({ run }) => run === input.run)) return false;
    started.push(input);
    return true;
  };
  return { videos, started, listen: makeListener({ videos, start, maxConcurrency: 7 }) };
};

const manifestOf = async ({ videos, started }: ReturnType<typeof setUp>) =>
  (await videos.readJson(started[0]?.manifest ?? '', Manifest))?.map(({ Key }) => Key);

describe('makeListener', () => {
  it('starts the run of a done marker with the manifest that the uploader wrote', async () => {
    const manifest = JSON.stringify([{ Key: 'week1/a.mp4' }]);
    const { listen, started, videos } = setUp({
      [keys.manifest(RUN)]: manifest,
      [keys.done(RUN)]: '',
      'week1/a.mp4': 'a',
      'week1/from-before.mp4': 'b',
    });

    const outcome = await listen(created(keys.done(RUN)));

    expect(outcome).toEqual({ outcome: 'started', run: RUN });
    expect(started).toEqual([
      { run: RUN, bucket: 'videos', manifest: keys.manifest(RUN), maxConcurrency: 7 },
    ]);
    expect(await videos.readText(keys.manifest(RUN))).toBe(manifest);
  });

  it('starts one run per done marker, however often its event is delivered', async () => {
    const { listen, started } = setUp({ 'done.txt': '', 'a.mp4': 'a' });

    const first = await listen(created('done.txt'));
    const second = await listen(created('done.txt'));

    expect(first).toEqual({
      outcome: 'started',
      run: expect.stringMatching(/^20261122T151500Z-[0-9a-f]{4}$/),
    });
    expect(second).toEqual({ outcome: 'startedBefore', run: first.run });
    expect(started).toHaveLength(1);
  });

  it('keeps the manifest of the first delivery, whatever is uploaded afterwards', async () => {
    const bucket = setUp({ 'done.txt': '', 'a.mp4': 'a' });
    await bucket.listen(created('done.txt'));
    await bucket.videos.write('b.mp4', 'b');

    await bucket.listen(created('done.txt'));

    expect(await manifestOf(bucket)).toEqual(['a.mp4']);
  });

  it.each([
    ['written again', 'done.txt', { sequencer: '00617F08299329D190' }],
    ['written again later', 'done.txt', { time: '2026-11-22T15:16:00Z' }],
    ['written to another folder in the same second', 'week1/done.txt', {}],
  ])('starts another run for a bare done marker that is %s', async (_case, marker, fields) => {
    const { listen, started } = setUp({ 'a.mp4': 'a', 'week1/b.mp4': 'b' });

    await listen(created('done.txt'));
    const { outcome } = await listen(created(marker, fields));

    expect(outcome).toBe('started');
    expect(new Set(started.map(({ run }) => run)).size).toBe(2);
  });

  it.each([
    ['at the root', 'done.txt', ['other/c.mkv', 'week 1/a + b.mp4', 'week 1/deep/100% "é" 🎓.MOV']],
    ['in a folder', 'week 1/done.txt', ['week 1/a + b.mp4', 'week 1/deep/100% "é" 🎓.MOV']],
    ['in a deeper folder', 'week 1/deep/done.txt', ['week 1/deep/100% "é" 🎓.MOV']],
  ])('lists the media below a bare done marker %s, and nothing else', async (_case, marker, expected) => {
    const bucket = setUp({
      [marker]: '',
      'week 1/a + b.mp4': 'a',
      'week 1/deep/100% "é" 🎓.MOV': 'b',
      'week 1/slides.pdf': 'slides',
      'other/c.mkv': 'c',
      [keys.manifest('20250101T000000Z-0000')]: '[]',
      'runs/20250101T000000Z-0000/lost.mp4': 'lost',
      [`${keys.work('20250101T000000Z-0000', 'a.mp4')}lost.flac`]: 'flac',
    });

    const { outcome } = await bucket.listen(created(marker));

    expect(outcome).toBe('started');
    expect(await manifestOf(bucket)).toEqual(expected);
  });

  it('records in the manifest which version of a video is meant', async () => {
    const { listen, started, videos } = setUp({ 'done.txt': '', 'a.mp4': 'first' });

    await listen(created('done.txt'));

    const items = await videos.readJson(started[0]?.manifest ?? '', Manifest);
    expect(items).toEqual([{ Key: 'a.mp4', Etag: `"${etagOf('first')}"`, Size: 5, Options: {} }]);
  });

  it('gives each video the terms of its folder and of the folders above', async () => {
    const { listen, started, videos } = setUp({
      'done.txt': '',
      'a.mp4': 'a',
      'week 1/b.mp4': 'b',
      'week 1/deep/c.mp4': 'c',
      'week 2/d.mp4': 'd',
      'glossary.txt': '\uFEFF# of the course\r\nKubernetes\r\n',
      'week 1/glossary.txt': 'Ana Müller\netcd\n',
      'week 2/glossary.txt.bak': 'an old term',
      'week 2/my-glossary.txt': 'another term',
    });

    await listen(created('done.txt'));

    const items = await videos.readJson(started[0]?.manifest ?? '', Manifest);
    expect(items?.map(({ Key, Options }) => [Key, Options])).toEqual([
      ['a.mp4', { prompt: 'Kubernetes' }],
      ['week 1/b.mp4', { prompt: 'Kubernetes, Ana Müller, etcd' }],
      ['week 1/deep/c.mp4', { prompt: 'Kubernetes, Ana Müller, etcd' }],
      ['week 2/d.mp4', { prompt: 'Kubernetes' }],
    ]);
  });

  it('adds no prompt to a video if the glossary has no terms', async () => {
    const { listen, started, videos } = setUp({
      'done.txt': '',
      'a.mp4': 'a',
      'glossary.txt': '# none yet\n',
    });

    await listen(created('done.txt'));

    const items = await videos.readJson(started[0]?.manifest ?? '', Manifest);
    expect(items).toMatchObject([{ Key: 'a.mp4', Options: {} }]);
    expect(items?.[0]?.Options).not.toHaveProperty('prompt');
  });

  it.each([
    ['an empty folder', 'week1/done.txt', { 'week2/a.mp4': 'a' }],
    ['a folder without media', 'done.txt', { 'slides.pdf': 'slides', 'glossary.txt': 'etcd' }],
    ['a run without a manifest', keys.done(RUN), { 'a.mp4': 'a' }],
  ])('starts nothing for %s', async (_case, marker, objects: Record<string, string>) => {
    const { listen, started, videos } = setUp({ ...objects, [marker]: '' });
    const before = [...videos.objects.keys()];

    const { outcome } = await listen(created(marker));

    expect(outcome).toBe('noMedia');
    expect(started).toEqual([]);
    expect([...videos.objects.keys()]).toEqual(before);
  });

  it.each(['notdone.txt', 'week1/not-done.txt', 'done.txt/a.mp4', 'week1/done.txt.bak', 'week1/Done.txt'])(
    'ignores %s, which the rule may let through',
    async (key) => {
      const { listen, started } = setUp({ [key]: '', 'week1/a.mp4': 'a', 'a.mp4': 'a' });

      const outcome = await listen(created(key));

      expect(outcome).toEqual({ outcome: 'notADoneMarker' });
      expect(started).toEqual([]);
    },
  );

  it('passes on an error, so that the event is delivered again', async () => {
    const { videos } = setUp({ 'done.txt': '', 'a.mp4': 'a' });
    const error = new Error('throttled');
    const listen = makeListener({ videos, start: () => Promise.reject(error), maxConcurrency: 7 });

    await expect(listen(created('done.txt'))).rejects.toBe(error);
  });
});
