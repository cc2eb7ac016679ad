import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { keys } from '../../../../services/shared/contracts/keys.ts';
import { openLocal } from '../../../../services/uploader/destination/machine.ts';
import { followRun } from '../../../../services/uploader/runs/follow.ts';
import { startRun } from '../../../../services/uploader/send/start-run.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { engineScript, silence } from '../../transcriber/fake-programs.ts';

/** Every video has two seconds of sound, with the word "Hello". */
const PROGRAMS = {
  ffmpeg: `
    case "$*" in
      *-version*) ;;
      *pipe:1) ${silence(2)} ;;
      *) echo "Input #0, mov
  Duration: 00:00:02.00, start: 0
  Stream #0:0: Audio: aac" >&2; exit 1 ;;
    esac`,
  'transcribe-engine': `
    [ "$1" != --help ] || exit 0
    ${engineScript(`
      case "$job" in *'"type":"language"'*) echo '{"type":"language","language":"en","probability":0.9}'; continue ;; esac
      echo '{"type":"speech","speech":[[0,2]],"windows":[]}'
      case "$job" in *'"type":"speech"'*) continue ;; esac
      echo '{"type":"window","start":0,"end":2,"words":[{"start":0,"end":2,"text":"Hello","probability":0.9}]}'
      echo '{"type":"done"}'`)}`,
};
/** Enough of an mp4 to be recognised as one. */
const MP4 = Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x08mdat', 'latin1').toString();
const OLD = '20261122T100000Z-aaaa';
const NEW = '20261122T110000Z-bbbb';

type Machine = Awaited<ReturnType<typeof openLocal>>;

describe('openLocal', () => {
  const path = process.env.PATH;
  let folder: string;
  let opened: Machine[];

  beforeEach(async () => {
    opened = [];
    folder = temporaryFolder();
    await mkdir(join(folder, 'bin'));
    for (const [name, script] of Object.entries(PROGRAMS)) {
      await writeFile(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    }
    process.env.PATH = [join(folder, 'bin'), path].join(delimiter);
  });
  afterEach(async () => {
    process.env.PATH = path;
    for (const destination of opened) await destination.close();
  });

  const open = async (options: { model?: string; jobs?: number } = {}): Promise<Machine> => {
    const destination = await openLocal(join(folder, 'out'), {
      signal: new AbortController().signal,
      onWait: () => {},
      ...options,
    });
    opened.push(destination);
    return destination;
  };
  const follow = (run: string, destination: Machine) =>
    followRun(run, { source: destination, signal: new AbortController().signal, onProgress: () => {} });

  it('transcribes a run that is written to its bucket, and cleans up after it', async () => {
    const destination = await open();
    const { videos, transcripts } = destination;
    await videos.write("week 1/it's.mp4", MP4);

    await startRun(videos, NEW, [{ Key: "week 1/it's.mp4" }, { Key: 'gone.mp4' }]);
    const report = await follow(NEW, destination);

    expect(report.totals).toEqual({
      videos: 2,
      done: 1,
      failed: 1,
      durationSeconds: 2,
      words: 1,
      speechSeconds: 2,
      coveredSeconds: 2,
      incomplete: 0,
      nothingHeard: 0,
      gbSeconds: 0,
      dollars: 0,
    });
    expect(report.videos[1]?.error?.name).toBe('VideoMissing');
    expect(await transcripts.readText("week 1/it's.txt")).toBe('Hello\n');
    expect(await videos.head("week 1/it's.mp4")).toBeUndefined();
    const work = (await Array.fromAsync(videos.list(keys.workOf(NEW)))).map(({ Key }) => Key);
    expect(work).toEqual([]);
    expect((await destination.execution?.(NEW))?.status).toBe('FAILED');
  });

  it.each(Object.keys(PROGRAMS))('says so if %s is not installed', async (name) => {
    await rm(join(folder, 'bin', name));
    process.env.PATH = join(folder, 'bin');

    await expect(open()).rejects.toEqual(anError('ToolMissing', name));
  });

  it('fails a video whose options the model does not support, and keeps it', async () => {
    const destination = await open({ model: 'tiny.en-q8_0' });
    await destination.videos.write('a.mp4', MP4);

    await startRun(destination.videos, NEW, [{ Key: 'a.mp4', Options: { translate: true } }]);
    const { videos } = await follow(NEW, destination);

    expect(videos).toMatchObject([{ state: 'failed', error: { name: 'OptionsRefused' } }]);
    expect(await destination.videos.head('a.mp4')).toBeDefined();
  });

  it('writes nothing if there is no such model, and can be opened afterwards', async () => {
    await expect(open({ model: 'tinny' })).rejects.toMatchObject({ name: 'UserError' });
    expect(await readdir(folder)).toEqual(['bin']);

    await expect(open()).resolves.toMatchObject({ name: 'this machine' });
  });

  it('continues the newest run without a report, and deletes older ones', async () => {
    const destination = await open();
    const { videos } = destination;
    for (const run of [NEW, OLD]) {
      await videos.writeJson(keys.manifest(run), []);
      await videos.write(keys.plan(run, 'a.mp4'), 'plan');
    }

    expect(await destination.unfinishedRun()).toBe(NEW);

    const left = (await Array.fromAsync(videos.list(''))).map(({ Key }) => Key);
    expect(left).toEqual([keys.manifest(NEW), keys.plan(NEW, 'a.mp4')]);
  });

  it('has no run to continue if the newest one has its report', async () => {
    const destination = await open();
    await destination.videos.writeJson(keys.manifest(OLD), []);
    await destination.videos.writeJson(keys.manifest(NEW), []);
    await destination.transcripts.write(keys.report(NEW), 'report');

    expect(await destination.unfinishedRun()).toBeUndefined();

    expect(await Array.fromAsync(destination.videos.list(''))).toEqual([]);
  });

  it('has no run to continue at first', async () => {
    expect(await (await open()).unfinishedRun()).toBeUndefined();
  });

  it('keeps its files until it is opened again', async () => {
    const first = await open();
    await first.videos.write('a.mp4', 'video');
    await first.close();

    const second = await open();

    expect(await second.videos.readText('a.mp4')).toBe('video');
  });

  it('refuses files that do not fit on the disk, and says how much space they need', async () => {
    const destination = await open();

    const filesOf = (...sizes: number[]) => sizes.map((size) => ({ path: 'a.mp4', key: 'a.mp4', size }));
    await expect(destination.assertRoom(filesOf(1_000, 2_000))).resolves.toBeUndefined();
    await expect(destination.assertRoom([])).resolves.toBeUndefined();
    await expect(destination.assertRoom(filesOf(1e18, 1e17))).rejects.toEqual(
      anError('UserError', '2100000.0 TB'),
    );
  });
});
