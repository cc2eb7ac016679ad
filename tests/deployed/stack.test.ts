// What `npx uploader --stack NAME --wait` promises, with a stack in a real or emulated account. Each run of this suite
// uses its own week numbers, so it is not affected by earlier runs, and removes its transcripts.
import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keys } from '../../services/shared/contracts/keys.ts';
import { Report } from '../../services/shared/contracts/steps.ts';
import { openCloud } from '../../services/uploader/destination/account.ts';
import type { RunSource } from '../../services/uploader/runs/run-control.ts';
import { readSources } from '../../services/uploader/settings/sources.ts';
import { type Kind, makeCourse } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { wordErrors } from '../fixtures/wer.ts';
import { COURSE, uploader } from '../pipeline/cli.ts';

const { STACK } = process.env;
const week = `week${Date.now()}`;

const filesBelow = (dir: string, extension: string): string[] =>
  readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .toSorted();

/** Another compiler rounds differently: three of the course's 190 words at most (docs/decisions/same-words.md). */
const ROUNDING = 0.02;

const MADE = '2026-11-26T12:00:00.000Z';

/** Waits for something that happens shortly after the end of a run. */
const until = async (isSo: () => Promise<boolean>): Promise<void> => {
  while (!(await isSo())) await sleep(1_000);
};

const runOf = ({ stderr }: { stderr: string }): string => /run (\S+)/.exec(stderr)?.[1] ?? '';

const reportOf = async (run: string, destination: RunSource) => {
  return destination.transcripts.readJson(keys.report(run), Report);
};

(STACK ? describe : describe.skip)(`the stack ${STACK ?? 'that STACK names'}`, () => {
  let cloud: Awaited<ReturnType<typeof openCloud>>;
  beforeAll(async () => {
    cloud = await openCloud(await readSources({ stack: STACK }));
  });
  afterAll(async () => {
    const { transcripts, videos } = cloud;
    await transcripts.removeAll(week);
    await videos.removeAll(week);
  });

  it('transcribes the sample course as this machine does', async () => {
    const cwd = temporaryFolder();
    for (const number of [1, 2]) {
      cpSync(join(COURSE, `week${number}`), join(cwd, 'course', `${week}${number}`), { recursive: true });
    }
    const { videos } = cloud;

    // Both use the default model.
    const env = { ...process.env, WHISPER_MODEL: undefined };
    const local = await uploader(['course', '--local', '--out', 'local'], cwd, env);
    const deployed = await uploader(['course', '--stack', STACK ?? '', '--wait', '--out', 'deployed'], cwd);
    const report = await reportOf(runOf(deployed), cloud);

    expect([local.code, deployed.code]).toEqual([0, 0]);
    const texts = filesBelow(join(cwd, 'local'), '.txt').filter((path) => !path.startsWith('.uploader/'));
    expect(texts).toHaveLength(4);
    const [here, there] = ['local', 'deployed'].map((folder) =>
      texts.map((text) => readFileSync(join(cwd, folder, text), 'utf8')).join(' '),
    );
    expect(wordErrors(here ?? '', there ?? '').rate).toBeLessThanOrEqual(ROUNDING);
    expect(report?.totals).toMatchObject({ videos: 4, done: 4, failed: 0 });
    expect(await Array.fromAsync(videos.list(week))).toEqual([]);
  });

  it('puts the course page into the transcript bucket after a run, and applies corrections to it', async () => {
    const cwd = temporaryFolder();
    const prefix = `${week}/pages/`;
    const { transcripts } = cloud;
    makeCourse(join(cwd, 'course'), { [`${week}4/lesson1/video1.mp4`]: 'good' });
    const lecture = `${week}4/lesson1/video1`;
    const call = ['course', '--stack', STACK ?? '', '--wait', '--prefix', prefix];
    const first = await uploader(call, cwd);
    const [word = ''] = readFileSync(join(cwd, 'transcripts', prefix, `${lecture}.txt`), 'utf8').split(' ');
    const { segments } = JSON.parse(
      readFileSync(join(cwd, 'transcripts', prefix, `${lecture}.json`), 'utf8'),
    );
    const { start, end } = segments[0].words[0];
    const correction = { lecture, start, end, heard: [word], written: ['Corrected'], made: MADE };
    await transcripts.writeJson(`${prefix}corrections.json`, { version: 1, corrections: [correction] });

    const second = await uploader([...call, '--quality', 'fast'], cwd);
    await until(async () => (await transcripts.readText(`${prefix}index.html`)) !== undefined);

    expect([first.code, second.code]).toEqual([0, 0]);
    const index = (await transcripts.readText(`${prefix}index.html`)) ?? '';
    const files = index.match(/page\/[\w-]+\.(?:js|css)/g) ?? [];
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) expect(await transcripts.head(prefix + file)).toBeDefined();
    expect(await transcripts.readText(`${prefix}${lecture}.txt`)).toMatch(/^Corrected /);
  });

  it('delivers what it can of a course with a broken video, and only the rest once the video is repaired', async () => {
    const cwd = temporaryFolder();
    const course = (last: Kind) =>
      makeCourse(join(cwd, 'course'), {
        [`${week}3/lesson1/video1.mp4`]: 'good',
        [`${week}3/lesson1/video2.mp4`]: 'good',
        [`${week}3/lesson2/video1.mp4`]: 'silent',
        [`${week}3/lesson2/video2.mp4`]: last,
      });
    const broken = `${week}3/lesson2/video2.mp4`;
    // Nothing is heard in it, so the video is kept.
    const silent = `${week}3/lesson2/video1.mp4`;
    const { videos } = cloud;
    const call = ['course', '--stack', STACK ?? '', '--wait'];

    course('withoutIndex');
    const first = await uploader(call, cwd);
    const report = await reportOf(runOf(first), cloud);

    expect(first.code).toBe(2);
    expect(await cloud.execution?.(runOf(first))).toMatchObject({ status: 'FAILED' });
    expect(filesBelow(join(cwd, 'transcripts'), '.txt')).toHaveLength(3);
    expect(report?.totals).toMatchObject({ done: 3, failed: 1 });
    expect(report?.videos.find(({ state }) => state === 'failed')).toMatchObject({
      key: broken,
      error: { name: 'VideoUnreadable' },
    });
    expect((await Array.fromAsync(videos.list(week))).map(({ Key }) => Key)).toEqual([silent, broken]);

    course('good');
    const second = await uploader(call, cwd);

    expect(second.code).toBe(0);
    expect(second.stderr).toContain('3 transcripts already up to date');
    expect(second.stderr).toContain('Sent 1 video ');
    expect(filesBelow(join(cwd, 'transcripts'), '.txt')).toHaveLength(4);
    expect((await Array.fromAsync(videos.list(week))).map(({ Key }) => Key)).toEqual([silent]);
  });
});
