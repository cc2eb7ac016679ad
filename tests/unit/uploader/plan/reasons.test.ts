// Which files the plan considers unchanged, and its reasons for sending the others. Its actions are in plan.test.ts.
import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import type { Options } from '../../../../services/shared/contracts/steps.ts';
import type { CourseFile } from '../../../../services/uploader/course/course.ts';
import { planRun } from '../../../../services/uploader/plan/plan.ts';
import { identify, metadataOf } from '../../../../services/uploader/send/identity.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aSettings } from '../../../fixtures/transcript.ts';
import { anEngineIdentity, anObject, aTranscript } from '../../fakes.ts';
import { fakeDestination } from '../fake-destination.ts';

const KEY = 'week1/a.mp4';

/** Whole seconds, because disks store finer times than a test can set. */
const SECONDS = 1_795_000_000;

describe('the reasons of a plan', () => {
  let folder: string;
  let path: string;
  let destination: ReturnType<typeof fakeDestination>;
  beforeEach(async () => {
    folder = temporaryFolder();
    path = join(folder, 'a.mp4');
    await writeFile(path, 'video');
    await utimes(path, SECONDS, SECONDS);
    destination = fakeDestination();
  });

  const courseFile = async (): Promise<CourseFile> => {
    const { size, mtimeMs } = await stat(path);
    return { path, key: KEY, size, modifiedMs: mtimeMs };
  };
  const plan = async ({ checksum = false, options = {} as Options, isUpToDate = true } = {}) => {
    const signal = new AbortController().signal;
    const deps = { ...destination, isUpToDate: async () => isUpToDate };
    const [planned] = await planRun([await courseFile()], deps, () => options, { checksum, signal });
    return planned;
  };
  const send = async () => {
    destination.videos.objects.set(KEY, anObject('its soundtrack', metadataOf(await identify({ path }))));
  };
  const transcribe = async (settings = aSettings({ language: 'auto' }), ratio = 1) => {
    const { size, sha256, modifiedMs } = await identify({ path });
    const modified = new Date(modifiedMs).toISOString();
    const source = { key: KEY, etag: 'e', size: 3, fileSize: size, sha256, modified };
    const coverage = { ...aTranscript().coverage, ratio };
    const transcript = aTranscript({ source, coverage, engine: anEngineIdentity({ settings, model }) });
    await destination.transcripts.writeJson('week1/a.json', transcript);
  };
  const model = { name: 'tiny', sha256: 'a'.repeat(64) };

  /** Writes different bytes of the same length. */
  const overwrite = async (keepTime: boolean) => {
    await writeFile(path, 'VIDEO');
    const seconds = keepTime ? SECONDS : SECONDS + 1;
    await utimes(path, seconds, seconds);
  };

  it('considers a file with the same size and time unchanged without reading it', async () => {
    await send();
    await overwrite(true);

    expect(await plan()).toMatchObject({ action: 'inBucket', reason: 'not transcribed yet' });
  });

  it('reads every file with --checksum', async () => {
    await send();
    await overwrite(true);

    const planned = await plan({ checksum: true });

    expect(planned).toMatchObject({ action: 'send', reason: 'changed (content) since the last run' });
    expect(planned?.replaces).toBe(destination.videos.objects.get(KEY)?.etag);
  });

  it.each([
    ['different bytes', () => overwrite(false), 'send', 'changed (content) since the last run'],
    ['the same bytes', () => utimes(path, 1, 1), 'inBucket', 'not transcribed yet'],
    ['a different size', () => writeFile(path, 'longer video'), 'send', 'changed (size) since the last run'],
  ])('checks the content of a file with a different time: %s', async (_what, change, action, reason) => {
    await send();
    await change();

    expect(await plan()).toMatchObject({ action, reason });
  });

  it('compares the file, not its soundtrack, with the source of the transcript', async () => {
    await transcribe();
    expect(await plan()).toMatchObject({ action: 'upToDate', reason: 'its transcript is up to date' });

    await writeFile(path, 'longer video');
    expect(await plan()).toMatchObject({ action: 'send', reason: 'changed (size) since its transcript' });
  });

  it('recognises an object of an older version by its checksum alone', async () => {
    const { sha256 } = await identify({ path });
    destination.videos.objects.set(KEY, anObject('video', { 'source-sha256': sha256 }));

    expect(await plan()).toMatchObject({ action: 'inBucket' });
  });

  it('sends a file again if its object does not record where it came from', async () => {
    destination.videos.objects.set(KEY, anObject('video'));

    expect(await plan()).toMatchObject({ action: 'send', reason: 'perhaps changed since the last run' });
  });

  it('notes that an upload was interrupted', async () => {
    await destination.videos.write(keys.upload(KEY), '{}');

    expect(await plan()).toMatchObject({
      action: 'send',
      reason: 'the last run was interrupted',
      unfinished: true,
    });
  });

  it.each<[string, Options, number]>([
    ['settings changed: quality', { quality: 'best' }, 1],
    ['settings changed: quality, language', { quality: 'fast', language: 'de' }, 1],
    ['settings changed: translation, prompt or glossary', { translate: true, prompt: 'etcd' }, 1],
    ['its transcript covers only 80 % of its speech', { minCoverage: 0.9 }, 0.8],
    ['transcribed with another model (tiny)', {}, 1],
  ])('gives the reason: %s', async (reason, options, ratio) => {
    await transcribe(undefined, ratio);

    expect(await plan({ options, isUpToDate: false })).toMatchObject({ action: 'send', reason });
  });
});
