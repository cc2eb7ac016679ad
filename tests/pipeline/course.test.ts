// The sample course, from videos to transcripts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Transcript } from '../../services/shared/contracts.ts';
import { wordErrorRate } from '../fixtures/wer.ts';
import { COURSE, emptyFolder, uploader } from './cli.ts';

const words: Record<string, string> = JSON.parse(readFileSync(join(COURSE, '../words.json'), 'utf8'));

/** tiny.en hears `thereunder` in many ways: of these 17 words it may miss three. */
const TOLERATED_ERROR_RATE = 0.2;

describe('uploader samples/course --local', () => {
  const cwd = emptyFolder();
  const first = uploader([COURSE, '--local'], cwd);

  it('ends well and shows where each transcript is and how it begins', async () => {
    const { code, stdout } = await first;

    expect(code).toBe(0);
    expect(stdout).toContain('transcripts/week1/lesson1/video1.txt\n    And so');
  });

  it.each(Object.keys(words))('hears the words of %s', async (video) => {
    await first;

    const heard = readFileSync(join(cwd, 'transcripts', `${video}.txt`), 'utf8');

    expect(wordErrorRate(words[video] ?? '', heard)).toBeLessThanOrEqual(TOLERATED_ERROR_RATE);
  });

  it.each(Object.keys(words))('writes a whole json and captions for %s', async (video) => {
    await first;

    const read = (extension: string) =>
      readFileSync(join(cwd, 'transcripts', `${video}.${extension}`), 'utf8');
    const transcript = Transcript.parse(JSON.parse(read('json')));

    expect(transcript).toMatchObject({ hasSpeech: true, source: { key: `${video}.mp4` } });
    expect(transcript.coverage.ratio).toBeGreaterThan(0.9);
    expect(read('srt')).toMatch(/^1\n00:00:00,\d{3} --> 00:00:\d{2},\d{3}\n/);
    expect(read('vtt')).toMatch(/^WEBVTT\n\n00:00:00\.\d{3} --> /);
  });

  it('does nothing again', async () => {
    await first;

    const { code, stderr, stdout } = await uploader([COURSE, '--local'], cwd);

    expect(code).toBe(0);
    expect(stderr).toContain('4 transcripts up to date already');
    expect(stderr).not.toContain('Transcribing');
    expect(stdout).toContain('week2/lesson1/video2.txt');
  });

  it('does nothing at all in a dry run', async () => {
    const elsewhere = emptyFolder();

    const { code, stdout } = await uploader([COURSE, '--local', '--dry-run'], elsewhere);

    expect(code).toBe(0);
    expect(stdout).toMatch(/week2\/lesson1\/video1\.mp4 {2}send and transcribe/);
    expect(existsSync(join(elsewhere, 'transcripts/week1'))).toBe(false);
  });
});
