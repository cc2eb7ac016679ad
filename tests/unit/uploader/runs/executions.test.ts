import { describe, expect, it } from '@jest/globals';
import type { Execution } from '../../../../services/shared/contracts/execution.ts';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import type { Item, Options } from '../../../../services/shared/contracts/steps.ts';
import { parseArgs } from '../../../../services/uploader/cli/program.ts';
import { findRunning } from '../../../../services/uploader/runs/executions.ts';
import { fakeBucket } from '../../fakes.ts';

const OLD = '20261122T100000Z-aaaa';
const NEW = '20261122T110000Z-bbbb';
const video1 = { Key: 'week1/lesson1/video1.mp4', Etag: 'e1' };
const video2 = { Key: 'week1/lesson1/video2.mp4', Etag: 'e2' };

/** The options of a command line without flags. */
const asked = parseArgs(['a'], '1');
const unsaid: Options = 'options' in asked && 'wanted' in asked.options ? asked.options.wanted : {};

describe('findRunning', () => {
  const find = async (
    statuses: Record<string, Execution['status']>,
    wanted: Item[] = [video1],
    inNewest: Item[] = [video1],
  ) => {
    const videos = fakeBucket('videos');
    await videos.writeJson(keys.manifest(OLD), [video1, video2]);
    await videos.writeJson(keys.manifest(NEW), inNewest);
    const execution = async (run: string) => {
      const status = statuses[run];
      return status && { status };
    };
    return findRunning(videos, execution, wanted);
  };

  it('finds a run whose done marker was just written, but none whose uploader was stopped before that', async () => {
    const videos = fakeBucket('videos');
    await videos.writeJson(keys.manifest(NEW), [video1]);
    const LastModified = new Date().toISOString();
    const list: typeof videos.list = async function* (prefix) {
      for await (const object of videos.list(prefix)) yield { ...object, LastModified };
    };
    const find = () => findRunning({ ...videos, list }, async () => undefined, [video1]);

    expect(await find()).toBeUndefined();
    await videos.write(keys.done(NEW), '');
    expect(await find()).toBe(NEW);
  });

  it.each([
    ['the newest run that has all videos', { [OLD]: 'RUNNING', [NEW]: 'RUNNING' }, [video1], NEW],
    [
      'an older run if the newest does not have all of them',
      { [OLD]: 'RUNNING', [NEW]: 'RUNNING' },
      [video1, video2],
      OLD,
    ],
    ['an older run if the newest has ended', { [OLD]: 'RUNNING', [NEW]: 'SUCCEEDED' }, [video1], OLD],
    ['no run if all have ended', { [OLD]: 'FAILED', [NEW]: 'ABORTED' }, [video1], undefined],
    ['no run if a video has changed', { [NEW]: 'RUNNING' }, [{ ...video1, Etag: 'e9' }], undefined],
    ['no run if none has started', {}, [video1], undefined],
  ] as const)('finds %s', async (_which, statuses, wanted, run) => {
    expect(await find(statuses, [...wanted])).toBe(run);
  });

  const optionsOf: [string, Options | undefined, Options | undefined, boolean][] = [
    ['no options, undefined or empty', undefined, {}, true],
    ['the same options', { quality: 'best', language: 'de' }, { quality: 'best', language: 'de' }, true],
    [
      'the same options in another order',
      { quality: 'best', language: 'de' },
      { language: 'de', quality: 'best' },
      true,
    ],
    [
      'the same options with undefined ones from parseArgs',
      { language: 'de' },
      { ...unsaid, language: 'de' },
      true,
    ],
    ['another language', { language: 'de' }, { language: 'ja' }, false],
    ['another quality', { quality: 'best' }, { quality: 'fast' }, false],
    ['options that the run does not have', undefined, { translate: true }, false],
    ['no options if the run has some', { minCoverage: 0.95 }, {}, false],
    ['another prompt', { prompt: 'etcd' }, { prompt: 'etcd, kubelet' }, false],
  ];
  it.each(optionsOf)('compares the options of each video: %s', async (_what, running, now, follows) => {
    const withOptions = (Options: Options | undefined) => ({ ...video1, ...(Options && { Options }) });

    const run = await find({ [NEW]: 'RUNNING' }, [withOptions(now)], [withOptions(running)]);

    expect(run).toBe(follows ? NEW : undefined);
  });
});
