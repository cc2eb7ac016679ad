import { getEventListeners } from 'node:events';
import { copyFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Account, type AccountHooks, bucketsOf, openAccount } from '../../../local/account.ts';
import { openStore, type Store } from '../../../local/store.ts';
import { MODELS_FOLDER, readTemplate } from '../../../local/template.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { Manifest } from '../../../services/shared/contracts/steps.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { until } from '../held-timers.ts';

const RUN = '20261122T110000Z-bbbb';

describe('openAccount', () => {
  let folder: string;
  let store: Store;
  let account: Account;
  let stop: AbortController;

  beforeEach(async () => {
    folder = temporaryFolder();
    store = await openStore(folder);
    stop = new AbortController();
    account = await openAccount(store, { signal: stop.signal, onWait: () => {} });
  });
  afterEach(async () => {
    stop.abort();
    await account.settled();
    await store.close();
  });

  /** Waits until each execution has ended, and returns their statuses. */
  const endings = async (): Promise<Record<string, string>> => {
    const ended = () => [...account.executions.values()].every(({ status }) => status !== 'RUNNING');
    await until(() => account.executions.size > 0 && ended());
    return Object.fromEntries([...account.executions].map(([run, { status }]) => [run, status]));
  };

  const startRun = async (...items: object[]): Promise<void> => {
    await account.videos.writeJson(keys.manifest(RUN), items);
    await account.videos.write(keys.done(RUN), '');
  };

  it('starts a run when its done marker arrives, and leaves its report', async () => {
    await startRun();

    expect(await endings()).toEqual({ [RUN]: 'SUCCEEDED' });
    expect(await account.transcripts.head(keys.report(RUN))).toBeDefined();
  });

  it('leaves nothing behind after a run', async () => {
    const count = () => getEventListeners(stop.signal, 'abort').length;
    const before = count();
    await startRun();

    await endings();
    await account.settled();
    await until(() => count() === before);

    expect(count()).toBe(before);
  });

  it('fails a run whose videos cannot be transcribed, and says so in its report', async () => {
    await startRun({ Key: 'gone.mp4' });

    expect(await endings()).toEqual({ [RUN]: 'FAILED' });
    expect(await account.transcripts.readText(keys.report(RUN))).toContain('VideoMissing');
  });

  it('starts a run once, however often its marker arrives', async () => {
    await startRun();
    await endings();
    const report = await account.transcripts.head(keys.report(RUN));

    await account.videos.write(keys.done(RUN), '');
    await account.settled();

    expect(await account.transcripts.head(keys.report(RUN))).toEqual(report);
    expect(account.executions.size).toBe(1);
  });

  it('lists the media itself below a bare done marker', async () => {
    for (const key of ['week 1/é+.mp4', 'week 1/notes.pdf', 'week 2/a.mp4'])
      await account.videos.write(key, 'a file');
    await account.videos.write('week 1/glossary.txt', 'Ana Müller\n');
    await account.videos.write('week 1/done.txt', '');

    const [run = ''] = Object.keys(await endings());

    const items = await account.videos.readJson(keys.manifest(run), Manifest);
    expect(items).toMatchObject([{ Key: 'week 1/é+.mp4', Options: { prompt: 'Ana Müller' } }]);
    expect(items).toHaveLength(1);
  });

  it('ignores anything else that arrives', async () => {
    await account.videos.write('week 1/a.mp4', 'video');
    await account.videos.write('runs/r/undone.txt', '');
    await account.transcripts.write('done.txt', '');
    await account.videos.write('empty/done.txt', '');

    await account.settled();

    expect(account.executions.size).toBe(0);
  });

  it.each([
    ['has the requested number of workers', { jobs: 3 }, 3],
    ['has as many workers as there are cores by default', {}, availableParallelism()],
  ])('%s', async (_what, options, workers) => {
    const { engine } = await openAccount(store, { ...options, signal: stop.signal, onWait: () => {} });

    expect(engine.workers).toBe(workers);
  });

  it('transcribes with the requested model, or else with the stack’s own', async () => {
    const path = join(folder, 'ggml-mine.en.bin');
    await copyFile(join(MODELS_FOLDER, 'ggml-tiny.en-q8_0.bin'), path);

    const told = await openAccount(store, { model: path, signal: stop.signal, onWait: () => {} });

    expect((await told.engine.identity({})).model.name).toBe('mine.en');
    expect((await account.engine.identity({})).model.name).toBe((await readTemplate()).model);
  });

  it('does not open with a model that does not exist', async () => {
    const opening = openAccount(store, { model: 'tinny', signal: stop.signal, onWait: () => {} });

    await expect(opening).rejects.toMatchObject({ name: 'UserError' });
  });

  it('aborts a run that is interrupted', async () => {
    await account.start({ run: RUN, bucket: 'videos', manifest: keys.manifest(RUN), maxConcurrency: 1 });

    stop.abort();

    expect(await endings()).toEqual({ [RUN]: 'ABORTED' });
  });

  it('stops one execution with a reason, and leaves ended ones unchanged', async () => {
    await account.videos.writeJson(keys.manifest(RUN), []);
    const input = { run: RUN, bucket: 'videos', manifest: keys.manifest(RUN), maxConcurrency: 1 };
    await account.start(input);
    await endings();
    await account.start({ ...input, run: 'other' });

    for (const run of [RUN, 'other', 'unknown']) account.stop(run, 'enough');

    expect(Object.fromEntries(account.executions)).toEqual({
      [RUN]: { status: 'SUCCEEDED' },
      other: { status: 'ABORTED', cause: 'enough' },
    });
  });

  /** Opens another account on the store, with hooks; the first one no longer listens. */
  const openWith = async (hooks: AccountHooks) => {
    await store.close();
    store = await openStore(folder);
    account = await openAccount(store, { ...hooks, signal: stop.signal, onWait: () => {} });
    await startRun();
  };

  it('lets a hook deliver an event that passes the rule as late and as often as it likes', async () => {
    const delivered: string[] = [];
    const held = Promise.withResolvers<() => Promise<unknown>>();
    await openWith({
      deliver: (event, listen) => {
        delivered.push(event.detail.object.key);
        held.resolve(() => listen(event));
      },
    });
    const listen = await held.promise;
    expect(account.executions.size).toBe(0);

    const outcomes = await Promise.all([listen(), listen()]);

    expect(outcomes).toEqual(
      expect.arrayContaining([
        { outcome: 'started', run: RUN },
        { outcome: 'startedBefore', run: RUN },
      ]),
    );
    expect(delivered).toEqual([keys.done(RUN)]);
    expect(await endings()).toEqual({ [RUN]: 'SUCCEEDED' });
  });

  it('lets a hook end a function call before its work is done, and waits for that work', async () => {
    const called: unknown[] = [];
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let isDone = false;
    const around: AccountHooks['around'] = async (step, input, work) => {
      called.push([step, input]);
      const { videos, transcripts } = bucketsOf(store.s3);
      void work({ videos: waitingFor(released, videos), transcripts }).finally(() => {
        isDone = true;
      });
      throw new Error('The call has ended');
    };
    await openWith({ around });
    expect(await endings()).toEqual({ [RUN]: 'FAILED' });
    expect(isDone).toBe(false);
    release();
    await account.settled();

    expect(isDone).toBe(true);
    expect(called).toEqual([['Report', expect.objectContaining({ run: RUN })]]);
  });
});

/** A bucket whose reads wait until they are released. */
const waitingFor = (released: Promise<void>, bucket: Account['videos']): Account['videos'] => ({
  ...bucket,
  readJson: async (...args) => {
    await released;
    return bucket.readJson(...args);
  },
});
