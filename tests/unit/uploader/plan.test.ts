import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EngineIdentity } from '../../../services/shared/contracts.ts';
import { decide, planRun } from '../../../services/uploader/plan.ts';
import { anEngineIdentity, anObject, aTranscript } from '../fakes.ts';
import { fakeDestination } from './fake-destination.ts';

const sha256 = 'abc';
const engine = anEngineIdentity();
const object = (metadata: Record<string, string>) => ({ etag: 'e', size: 5, metadata });
const origin = (sum?: string) => ({
  source: { key: 'a.mp4', etag: 'e', size: 5, ...(sum && { sha256: sum }) },
  engine,
});

describe('decide', () => {
  it.each([
    ['send', 'neither a video nor a transcript', undefined, undefined, true],
    ['send', 'another video', object({ 'source-sha256': 'other' }), undefined, true],
    ['send', 'a video of an unknown sum', object({}), undefined, true],
    ['send', 'the transcript of another video', undefined, origin('other'), true],
    ['send', 'a transcript of an unknown sum', undefined, origin(), true],
    ['send', 'its transcript by an engine that is not accepted', undefined, origin(sha256), false],
    ['inBucket', 'this video', object({ 'source-sha256': sha256 }), undefined, true],
    [
      'inBucket',
      'it and a transcript not accepted',
      object({ 'source-sha256': sha256 }),
      origin(sha256),
      false,
    ],
    [
      'inBucket',
      'it and the transcript of another',
      object({ 'source-sha256': sha256 }),
      origin('other'),
      true,
    ],
    ['upToDate', 'its transcript', undefined, origin(sha256), true],
    ['upToDate', 'it and its transcript', object({ 'source-sha256': sha256 }), origin(sha256), true],
  ])('says %s where the buckets have %s', (action, _what, video, transcript, accepted) => {
    expect(decide(sha256, video, transcript, () => accepted)).toBe(action);
  });
});

describe('planRun', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plan-test-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  const destinationOf = () => ({
    ...fakeDestination(),
    accepts: ({ model }: EngineIdentity) => model.sha256 === engine.model.sha256,
  });

  const aFile = async (name: string, body: string) => {
    const path = join(folder, name);
    await writeFile(path, body);
    return { path, key: `week1/${name}`, size: body.length, modifiedMs: 0 };
  };
  const sumOf = (body: string) => createHash('sha256').update(body).digest('hex');

  it('plans each file by what the buckets have of it, in the order of the course', async () => {
    const destination = destinationOf();
    const files = await Promise.all(['new', 'sent', 'done'].map((name) => aFile(`${name}.mp4`, name)));
    const sent = anObject('sent', { 'source-sha256': sumOf('sent') });
    destination.videos.objects.set('week1/sent.mp4', sent);
    const source = { key: 'week1/done.mp4', etag: 'e', size: 4, sha256: sumOf('done') };
    await destination.transcripts.writeJson('week1/done.json', aTranscript({ source }));

    const plan = await planRun(files, destination, new AbortController().signal);

    expect(plan).toEqual([
      { ...files[0], sha256: sumOf('new'), action: 'send' },
      { ...files[1], sha256: sumOf('sent'), action: 'inBucket', etag: sent.etag },
      { ...files[2], sha256: sumOf('done'), action: 'upToDate' },
    ]);
  });

  it('changes nothing in the buckets', async () => {
    const destination = destinationOf();

    await planRun([await aFile('new.mp4', 'new')], destination, new AbortController().signal);

    expect(destination.videos.objects.size + destination.transcripts.objects.size).toBe(0);
  });

  it('stops when it is interrupted', async () => {
    const files = [await aFile('new.mp4', 'new')];

    const planning = planRun(files, destinationOf(), AbortSignal.abort());

    await expect(planning).rejects.toMatchObject({ name: 'AbortError' });
  });
});
