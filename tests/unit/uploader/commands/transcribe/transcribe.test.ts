// Cases that need neither an account nor an engine. tests/pipeline transcribes whole courses.
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { parseArgs } from '../../../../../services/uploader/cli/program.ts';
import { isDestinationNamed } from '../../../../../services/uploader/commands/open.ts';
import { transcribeCourse } from '../../../../../services/uploader/commands/transcribe/transcribe.ts';
import type { Event } from '../../../../../services/uploader/output/events.ts';
import { claimsOf } from '../../../../../services/uploader/runs/claim.ts';
import { temporaryFolder } from '../../../../fixtures/temporary-folder.ts';

const sourcesOf = (environment: Record<string, string> = {}) => ({ flags: {}, environment, file: {} });

describe('transcribe --estimate', () => {
  let folder: string;
  beforeEach(async () => {
    folder = temporaryFolder();
    await mkdir(join(folder, 'course/week1/lesson1'), { recursive: true });
    await writeFile(join(folder, 'course/week1/lesson1/video1.mp4'), 'no video');
  });

  const estimate = async (...flags: string[]) => {
    const argv = [join(folder, 'course'), '--out', join(folder, 'out'), '--estimate', ...flags];
    const call = parseArgs(argv, '1.2.3');
    if (!('options' in call && 'wanted' in call.options)) throw new Error('It is another command.');
    const events: Event[] = [];
    const emit = (event: Event) => void events.push(event);
    const { signal } = new AbortController();
    const code = await transcribeCourse(call.options, { sources: sourcesOf(), emit, signal });
    return { code, events, types: events.map(({ type }) => type) };
  };

  it('includes all videos if the destination is unknown, and says so', async () => {
    const { code, events } = await estimate();

    expect(code).toBe(0);
    expect(events[0]).toMatchObject({
      type: 'note',
      message: expect.stringMatching(/^This counts every video/),
    });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'estimate',
        files: [expect.objectContaining({ key: 'week1/lesson1/video1.mp4' })],
      }),
    );
    expect(events.find(({ type }) => type === 'estimate')).not.toHaveProperty('upToDate');
  });

  it('includes the videos that a run would transcribe, and leaves no files behind', async () => {
    const { events, types } = await estimate('--local');

    expect(events).toContainEqual(expect.objectContaining({ type: 'estimate', upToDate: 0 }));
    expect(types).not.toContain('plan');
    expect(await readdir(folder)).toEqual(['course']);
  });

  it('also shows the plan with --dry-run', async () => {
    const { types } = await estimate('--local', '--dry-run');

    expect(types.filter((type) => type === 'plan' || type === 'estimate')).toEqual(['plan', 'estimate']);
  });
});

describe('a run that is refused', () => {
  let folder: string;
  beforeEach(async () => {
    folder = temporaryFolder();
    await mkdir(join(folder, 'course/week1/lesson1'), { recursive: true });
    await writeFile(join(folder, 'course/week1/lesson1/video1.mp4'), 'no video');
  });

  it.each([
    ['an unknown model', ['--model', 'nope'], /no Whisper model "nope"/],
    [
      'a language that the model does not support',
      ['--model', 'tiny.en-q8_0', '--language', 'de'],
      /English-only/,
    ],
  ])('does not claim the folder of the transcripts: %s', async (_what, flags, words) => {
    const out = join(folder, 'out');
    const call = parseArgs([join(folder, 'course'), '--local', '--out', out, ...flags], '1.2.3');
    if (!('options' in call && 'wanted' in call.options)) throw new Error('It is another command.');
    const { model } = call.options;
    const sources = { ...sourcesOf(), flags: { model } };
    const { signal } = new AbortController();

    await expect(transcribeCourse(call.options, { sources, emit: () => {}, signal })).rejects.toThrow(words);
    await expect(claimsOf(out)).resolves.toEqual([]);
  });
});

describe('isDestinationNamed', () => {
  it.each([
    ['nothing', false, {}, false],
    ['this machine', true, {}, true],
    ['a stack', false, { STACK_NAME: 'transcribe' }, true],
    ['one bucket', false, { VIDEO_BUCKET: 'videos' }, false],
    ['both buckets', false, { VIDEO_BUCKET: 'videos', TRANSCRIPT_BUCKET: 'texts' }, true],
  ])('with %s', (_what, local, environment, named) => {
    expect(isDestinationNamed({ local }, sourcesOf(environment))).toBe(named);
  });
});
