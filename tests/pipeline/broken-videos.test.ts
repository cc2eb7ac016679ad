// A course with broken videos: the good ones are delivered, each broken one gets an error, and a second run after
// repairs does only the rest.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Transcript } from '../../services/shared/contracts/transcript.ts';
import { GOOD_WORDS, makeCourse } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { wordErrorRate } from '../fixtures/wer.ts';
import { uploader } from './cli.ts';

describe('a course with broken videos', () => {
  const cwd = temporaryFolder();
  makeCourse(join(cwd, 'course'), {
    'week1/lesson1/video1.mp4': 'aac',
    'week1/lesson1/video2.mp4': 'text',
    'week1/lesson1/video3.mp4': 'truncated',
    'week1/lesson1/video4.mp4': 'withoutIndex',
    'week1/lesson1/video5.mp4': 'withoutSound',
    'week1/lesson1/video6.mp4': 'silent',
  });
  const first = uploader(['course', '--local'], cwd);
  const transcript = (video: number, extension: string) =>
    readFileSync(join(cwd, `transcripts/week1/lesson1/video${video}.${extension}`), 'utf8');

  it('exits with 2 and delivers the good one', async () => {
    const { code } = await first;

    expect(code).toBe(2);
    expect(wordErrorRate(GOOD_WORDS, transcript(1, 'txt'))).toBeLessThan(0.2);
  });

  it.each([
    [2, 'its content is not a supported audio or video format'],
    [4, 'its index (moov) is missing'],
    [5, 'has no soundtrack'],
  ])('reports that video%i %s', async (video, reason) => {
    const { stdout, stderr } = await first;

    const [, why = ''] = stdout.split(`FAILED week1/lesson1/video${video}.mp4`);

    expect(why.split('\n')[0]).toContain(reason);
    expect(stderr).not.toContain('    at ');
    expect(() => transcript(video, 'txt')).toThrow('ENOENT');
  });

  it('transcribes the part that is left of a truncated video, and says what is missing', async () => {
    const { stdout } = await first;

    expect(stdout).toMatch(/video3\.txt\n {4}[Uu]nless.*\n {4}INCOMPLETE: .* its last \d+ s are missing/);
    expect(Transcript.parse(JSON.parse(transcript(3, 'json'))).lostSeconds).toBeGreaterThan(1);
  });

  it('gives a silent video an empty transcript that says so', async () => {
    await first;

    const { hasSpeech, segments } = Transcript.parse(JSON.parse(transcript(6, 'json')));

    expect({ hasSpeech, segments }).toEqual({ hasSpeech: false, segments: [] });
    expect([transcript(6, 'txt'), transcript(6, 'srt'), transcript(6, 'vtt')]).toEqual(['', '', 'WEBVTT\n']);
  });

  it('transcribes only the repaired videos in the next run', async () => {
    await first;
    makeCourse(join(cwd, 'course'), {
      'week1/lesson1/video2.mp4': 'good',
      'week1/lesson1/video5.mp4': 'good',
    });

    const { code, stdout, stderr } = await uploader(['course', '--local'], cwd);

    expect(code).toBe(2);
    expect(stderr).toContain('3 transcripts already up to date');
    expect(stderr).toContain('Prepared 2 videos');
    expect(stdout).toMatch(/video2\.txt\n {4}[Uu]nless/);
    expect(stdout.match(/FAILED/g)).toHaveLength(1);
    expect(stdout.match(/INCOMPLETE/g)).toHaveLength(1);
  });
});

describe('a course with odd names', () => {
  it('transcribes each of them under its own name', async () => {
    const cwd = temporaryFolder();
    const videos = {
      'über uns/50% + more/Intro & outro #1?.mp4': 'good',
      'it\'s "quoted"/a b.MP4': 'good',
      '日本語/🎬.m4a': 'soundOnly',
      'plain.ogg': 'soundOnly',
    } as const;
    makeCourse(join(cwd, 'my course'), videos);

    const { code } = await uploader(['my course', '--local', '--any-layout', '--out', 'my texts'], cwd);

    expect(code).toBe(0);
    for (const key of Object.keys(videos)) {
      const text = readFileSync(join(cwd, 'my texts', key.replace(/\.\w+$/, '.txt')), 'utf8');
      expect(wordErrorRate(GOOD_WORDS, text)).toBeLessThan(0.2);
    }
  });
});
