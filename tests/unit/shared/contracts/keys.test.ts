import { describe, expect, it } from '@jest/globals';
import {
  DONE,
  isMedia,
  keys,
  MEDIA_EXTENSIONS,
  runId,
  runOf,
  TRANSCRIPT_FORMATS,
} from '../../../../services/shared/contracts/keys.ts';

const RUN = '20261122T151500Z-a1b2';

/** S3's longest key, minus one byte: a transcript's `.json` is one longer than the video's `.mp4`. */
const longestKey = `${'long/'.repeat(203)}${'x'.repeat(4)}.mp4`;

const oddKeys = [
  ['spaces', 'week 1/a lesson .mp4'],
  ['a plus', 'week1/c++.mp4'],
  ['percent signs', 'week1/100%25 %2F.mp4'],
  ['quotes', `week1/"what's" this.mp4`],
  ['a backslash', 'week1\\lesson.mp4'],
  ['an emoji', 'week1/🎓 exam.mp4'],
  ['unicode', 'Woche1/Übung – 講義.mp4'],
  ['dots', 'week.1/../lesson.v2.mp4'],
  ['a leading slash', '/lesson.mp4'],
  ['the name of a run', `runs/${RUN}/video.mp4`],
  ['1,023 bytes', longestKey],
] as const;

describe('keys', () => {
  it.each([
    ['manifest', keys.manifest(RUN), `runs/${RUN}/manifest.json`],
    ['done', keys.done(RUN), `runs/${RUN}/done.txt`],
    ['results', keys.results(RUN), `runs/${RUN}/results/`],
    ['report', keys.report(RUN), `runs/${RUN}/report.json`],
    ['workOf', keys.workOf(RUN), `work/${RUN}/`],
  ])('names the objects of a run: %s', (_name, key, expected) => {
    expect(key).toBe(expected);
  });

  it.each([
    ['result', keys.result(RUN, 'a.mp4'), /^runs\/20261122T151500Z-a1b2\/results\/[0-9a-f]{32}\.json$/],
    ['work', keys.work(RUN, 'a.mp4'), /^work\/20261122T151500Z-a1b2\/[0-9a-f]{32}\/$/],
    ['plan', keys.plan(RUN, 'a.mp4'), /^work\/20261122T151500Z-a1b2\/[0-9a-f]{32}\/plan\.json$/],
    ['soundtrack', keys.soundtrack(RUN, 'a.mp4'), /^work\/\S+Z-a1b2\/[0-9a-f]{32}\/soundtrack\.pcm$/],
    ['chunkWords', keys.chunkWords(RUN, 'a.mp4', 7), /^work\/\S+Z-a1b2\/[0-9a-f]{32}\/chunk-007\.json$/],
    ['chunkWords of four digits', keys.chunkWords(RUN, 'a.mp4', 1000), /\/[0-9a-f]{32}\/chunk-1000\.json$/],
  ])("names a video's own objects: %s", (_name, key, expected) => {
    expect(key).toMatch(expected);
  });

  it.each(oddKeys)("keeps the names of a video's work and results plain and unique: %s", (_case, key) => {
    const others = oddKeys.map(([, other]) => other).filter((other) => other !== key);

    const work = keys.work(RUN, key);

    expect(work).toMatch(/^[\w/-]+$/);
    expect(others.map((other) => keys.work(RUN, other))).not.toContain(work);
    expect(keys.plan(RUN, key).startsWith(work)).toBe(true);
    expect(keys.soundtrack(RUN, key).startsWith(work)).toBe(true);
    expect(keys.chunkWords(RUN, key, 0).startsWith(work)).toBe(true);
    expect(work.startsWith(keys.workOf(RUN))).toBe(true);
    expect(keys.result(RUN, key).startsWith(keys.results(RUN))).toBe(true);
  });

  it.each(oddKeys)("puts a transcript next to its video, with the format's extension: %s", (_case, key) => {
    const transcripts = TRANSCRIPT_FORMATS.map((format) => keys.transcript(key, format));

    const stem = key.slice(0, -'.mp4'.length);
    expect(transcripts).toEqual([`${stem}.txt`, `${stem}.srt`, `${stem}.vtt`, `${stem}.json`]);
    expect(Math.max(...transcripts.map((transcript) => Buffer.byteLength(transcript)))).toBeLessThanOrEqual(
      1024,
    );
  });

  it('adds the extension to a video without one, whatever its folder is called', () => {
    expect(keys.transcript('week.1/lesson', 'srt')).toBe('week.1/lesson.srt');
  });
});

describe('isMedia', () => {
  it.each([
    ['DVDs and broadcasts', ['mpeg', 'mpg', 'ts']],
    ['voice messages', ['opus', 'ogg', 'm4a', 'amr', 'oga']],
    ['camcorders and phones', ['mts', 'm2ts', '3gp', '3g2', 'mov']],
    ['Windows', ['wmv', 'asf', 'wma']],
    ['old websites', ['flv', 'f4v', 'ogv']],
    ['discs and broadcasts', ['vob', 'ac3', 'mp2', 'aac']],
    ['studios and Macs', ['aif', 'aiff', 'caf', 'm4b']],
  ])('accepts the formats of %s', (_what, extensions) => {
    expect(extensions.filter((extension) => !isMedia(`week1/lesson.${extension}`))).toEqual([]);
  });

  it.each(MEDIA_EXTENSIONS)('accepts .%s in upper and lower case', (extension) => {
    const capital = extension.charAt(0).toUpperCase() + extension.slice(1);

    const found = [extension, extension.toUpperCase(), capital].map((end) => isMedia(`week1/lesson.${end}`));

    expect(found).toEqual([true, true, true]);
  });

  it.each(oddKeys.filter(([name]) => name !== 'the name of a run'))('accepts a key with %s', (_case, key) => {
    expect(isMedia(key)).toBe(true);
  });

  it.each([
    ['another extension', 'week1/slides.pdf'],
    ['a transcript', 'week1/lesson.vtt'],
    ['a longer extension', 'week1/lesson.mp4.part'],
    ['an extension that only ends like one', 'week1/lesson.xmp4'],
    ['no extension', 'week1/mp4'],
    ['one of our soundtracks', 'week1/soundtrack.pcm'],
    ['a glossary', 'week1/glossary.txt'],
    ['a folder named like a video', 'week1.mp4/'],
    ["the project's own runs/", `runs/${RUN}/lesson.mp4`],
    ["the project's own work/", `work/${RUN}/0123/lesson.flac`],
  ])('ignores %s', (_case, key) => {
    expect(isMedia(key)).toBe(false);
  });

  it.each(['runs.mp4', 'week1/runs/lesson.mp4', 'workshop/lesson.mp4', 'Work/lesson.mp4'])(
    "accepts %s, which only resembles one of the project's own keys",
    (key) => {
      expect(isMedia(key)).toBe(true);
    },
  );
});

describe('runOf', () => {
  it.each([keys.done(RUN), keys.manifest(RUN), keys.report(RUN)])('finds the run of %s', (key) => {
    expect(runOf(key)).toBe(RUN);
  });

  it.each([DONE, `week1/${DONE}`, `week1/runs/${RUN}/${DONE}`, `runs/${DONE}`, keys.result(RUN, 'a.mp4')])(
    'finds none in %s',
    (key) => {
      expect(runOf(key)).toBeUndefined();
    },
  );
});

describe('runId', () => {
  const time = new Date('2026-11-22T15:15:00.123Z');

  it('is the time to the second and four digits of the seed, and valid as the name of an execution', () => {
    expect(runId(time, 'any seed')).toMatch(/^20261122T151500Z-[0-9a-f]{4}$/);
  });

  it('is the same only for the same time and seed', () => {
    const ids = [runId(time, 'a'), runId(time, 'b'), runId(new Date('2026-11-22T15:15:01Z'), 'a')];

    expect(runId(time, 'a')).toBe(ids[0]);
    expect(new Set(ids).size).toBe(3);
  });
});
