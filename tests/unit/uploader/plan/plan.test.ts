import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { OptionsRefused } from '../../../../services/shared/contracts/errors.ts';
import type { Options } from '../../../../services/shared/contracts/steps.ts';
import type { CourseFile } from '../../../../services/uploader/course/read.ts';
import type { Destination } from '../../../../services/uploader/destination/destination.ts';
import { planRun } from '../../../../services/uploader/plan/plan.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aSettings } from '../../../fixtures/transcript.ts';
import { anEngineIdentity, anObject, aTranscript, sumOf } from '../../fakes.ts';
import { fakeDestination } from '../fake-destination.ts';

describe('planRun', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });

  const plan = (
    files: CourseFile[],
    destination: Destination = fakeDestination(),
    optionsFor: (key: string) => Options = () => ({}),
    signal = new AbortController().signal,
  ) => planRun(files, destination, optionsFor, { checksum: false, signal });

  const aFile = async (name: string, body: string) => {
    const path = join(folder, name);
    await writeFile(path, body);
    return { path, key: `week1/${name}`, size: body.length, modifiedMs: 0 };
  };

  it('plans each file by its state in the buckets, in course order', async () => {
    const destination = fakeDestination();
    const files = await Promise.all(['new', 'sent', 'done'].map((name) => aFile(`${name}.mp4`, name)));
    const sent = anObject('sent', { 'source-sha256': sumOf('sent') });
    destination.videos.objects.set('week1/sent.mp4', sent);
    const source = { key: 'week1/done.mp4', etag: 'e', size: 4, sha256: sumOf('done') };
    await destination.transcripts.writeJson('week1/done.json', aTranscript({ source }));

    const planned = await plan(files, destination);

    expect(planned).toEqual([
      { ...files[0], options: {}, action: 'send', reason: 'new' },
      { ...files[1], options: {}, action: 'inBucket', reason: 'not transcribed yet', etag: sent.etag },
      { ...files[2], options: {}, action: 'upToDate', reason: 'its transcript is up to date' },
    ]);
  });

  it.each([
    ['cleans up a video that has its transcript', {}, {}, 'cleanUp'],
    ['keeps a video if the end is missing in its transcript', { lostSeconds: 3 }, {}, 'upToDate'],
    ['keeps a video in which nothing was heard', { nothingHeard: 'it is silent' }, {}, 'upToDate'],
    ['leaves a newer video to its own run', {}, { etag: 'newer' }, 'upToDate'],
  ])('%s', async (_title, losses, newer, action) => {
    const destination = fakeDestination();
    const file = await aFile('done.mp4', 'done');
    const object = { ...anObject('done', { 'source-sha256': sumOf('done') }), ...newer };
    destination.videos.objects.set(file.key, object);
    const { etag } = anObject('done', {});
    const source = { key: file.key, etag, size: 4, sha256: sumOf('done') };
    await destination.transcripts.writeJson('week1/done.json', aTranscript({ source, ...losses }));

    expect(await plan([file], destination)).toMatchObject([
      { action, ...(action === 'cleanUp' && { etag }) },
    ]);
  });

  it('changes nothing in the buckets', async () => {
    const destination = fakeDestination();

    await plan([await aFile('new.mp4', 'new')], destination);

    expect(destination.videos.objects.size + destination.transcripts.objects.size).toBe(0);
  });

  /** A destination with a transcript for each name; one is up to date if its prompt is the wanted one. */
  const withTranscripts = async (made: Record<string, { body: string; prompt?: string }>) => {
    const asked: [string, Options][] = [];
    const fake = fakeDestination();
    for (const [name, { body, prompt = '' }] of Object.entries(made)) {
      const source = { key: `week1/${name}.mp4`, etag: 'e', size: 4, sha256: sumOf(body) };
      const engine = anEngineIdentity({ settings: aSettings({ prompt }) });
      await fake.transcripts.writeJson(`week1/${name}.json`, aTranscript({ source, engine }));
    }
    const isUpToDate: Destination['isUpToDate'] = async (origin, wanted) => {
      asked.push([origin?.source.key ?? 'none', wanted]);
      return origin?.engine.settings.prompt === (wanted.prompt ?? '');
    };
    return { destination: { ...fake, isUpToDate }, asked };
  };

  it('transcribes an up-to-date video again with --redo', async () => {
    const { destination } = await withTranscripts({ a: { body: 'a' } });

    const planned = await plan([await aFile('a.mp4', 'a')], destination, () => ({ redo: true }));

    expect(planned).toMatchObject([
      { action: 'send', reason: 'up to date, but --redo transcribes it again' },
    ]);
  });

  it('plans each file with its own options, and compares its transcript with them', async () => {
    const { destination } = await withTranscripts({
      plain: { body: 'plain' },
      terms: { body: 'terms', prompt: 'etcd' },
      stale: { body: 'stale', prompt: 'an old term' },
    });
    const files = await Promise.all(['plain', 'terms', 'stale'].map((name) => aFile(`${name}.mp4`, name)));
    const optionsFor = (key: string): Options => (key.includes('plain') ? {} : { prompt: 'etcd' });

    const planned = await plan(files, destination, optionsFor);

    expect(planned.map(({ action, options }) => [action, options])).toEqual([
      ['upToDate', {}],
      ['upToDate', { prompt: 'etcd' }],
      ['send', { prompt: 'etcd' }],
    ]);
  });

  it.each([
    [
      'belongs to another file',
      aTranscript({ source: { key: 'week1/a.mp4', etag: 'e', size: 4, sha256: 'other' } }),
    ],
    ['has no checksum', aTranscript({ source: { key: 'week1/a.mp4', etag: 'e', size: 4 } })],
  ])('sends a file whose transcript %s', async (_what, transcript) => {
    const destination = fakeDestination();
    await destination.transcripts.writeJson('week1/a.json', transcript);

    const planned = await plan([await aFile('a.mp4', 'a')], destination);

    expect(planned).toMatchObject([{ action: 'send' }]);
  });

  it('checks that the model supports the options, even for a file without a transcript', async () => {
    const { destination, asked } = await withTranscripts({ done: { body: 'done' } });
    const files = await Promise.all(['done', 'new'].map((name) => aFile(`${name}.mp4`, name)));

    await plan(files, destination, () => ({ language: 'de' }));

    expect(asked.toSorted()).toEqual([
      ['none', { language: 'de' }],
      ['week1/done.mp4', { language: 'de' }],
    ]);
  });

  it('fails before anything is sent if the model does not support the options of one file', async () => {
    const refusal = new OptionsRefused('Take the model tiny.');
    const isUpToDate: Destination['isUpToDate'] = async (_origin, { language }) => {
      if (language === 'de') throw refusal;
      return false;
    };
    const destination = { ...fakeDestination(), isUpToDate };
    const files = await Promise.all(['one', 'two'].map((name) => aFile(`${name}.mp4`, name)));

    const planning = plan(files, destination, (key) => ({ language: key.includes('two') ? 'de' : 'en' }));

    await expect(planning).rejects.toBe(refusal);
    expect(destination.videos.objects.size).toBe(0);
  });

  it('stops when it is interrupted', async () => {
    const files = [await aFile('new.mp4', 'new')];

    const planning = plan(files, fakeDestination(), () => ({}), AbortSignal.abort());

    await expect(planning).rejects.toMatchObject({ name: 'AbortError' });
  });
});
