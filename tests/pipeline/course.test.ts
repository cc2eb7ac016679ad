// The sample course, from videos to transcripts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { Transcript } from '../../services/shared/contracts/transcript.ts';
import { Event } from '../../services/uploader/output/events.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { wordErrorRate } from '../fixtures/wer.ts';
import { COURSE, uploader } from './cli.ts';

const words: Record<string, string> = JSON.parse(readFileSync(join(COURSE, '../words.json'), 'utf8'));

/** `thereunder` is heard in many ways; three of these 17 words may be wrong. */
const TOLERATED_ERROR_RATE = 0.2;

describe('uploader samples/course --local', () => {
  const cwd = temporaryFolder();
  /** With the default model. */
  const run = (...args: string[]) =>
    uploader([COURSE, '--local', ...args], cwd, { ...process.env, WHISPER_MODEL: undefined });
  const first = run();

  it("succeeds and shows each transcript's path and first words", async () => {
    const { code, stdout } = await first;

    expect(code).toBe(0);
    expect(stdout).toContain('transcripts/week1/lesson1/video1.txt\n    And so');
  });

  it.each(Object.keys(words))('transcribes the words of %s', async (video) => {
    await first;

    const heard = readFileSync(join(cwd, 'transcripts', `${video}.txt`), 'utf8');

    expect(wordErrorRate(words[video] ?? '', heard)).toBeLessThanOrEqual(TOLERATED_ERROR_RATE);
  });

  it.each(Object.keys(words))('writes a complete json and captions for %s', async (video) => {
    await first;

    const read = (extension: string) =>
      readFileSync(join(cwd, 'transcripts', `${video}.${extension}`), 'utf8');
    const transcript = Transcript.parse(JSON.parse(read('json')));

    expect(transcript).toMatchObject({ hasSpeech: true, source: { key: `${video}.mp4` } });
    expect(transcript.coverage.ratio).toBeGreaterThan(0.9);
    expect(read('srt')).toMatch(/^1\n00:00:00,\d{3} --> 00:00:\d{2},\d{3}\n/);
    expect(read('vtt')).toMatch(/^WEBVTT\n\n00:00:00\.\d{3} --> /);
  });

  it('does nothing the second time', async () => {
    await first;

    const { code, stderr, stdout } = await run();

    expect(code).toBe(0);
    expect(stderr).toContain('4 transcripts already up to date');
    expect(stderr).not.toContain('Transcribing');
    expect(stdout).toContain('week2/lesson1/video2.txt');
  });

  it('reports the same as events, each a valid line of the schema', async () => {
    await first;

    const { code, stderr, stdout } = await run('--json');

    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => Event.parse(JSON.parse(line)));
    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(events.filter(({ type }) => type === 'transcript')).toHaveLength(4);
    expect(events.at(-1)).toMatchObject({ type: 'summary', upToDate: 4, sent: 0, failed: 0 });
  });

  it('prints only results with --quiet', async () => {
    await first;

    const { code, stderr, stdout } = await run('--quiet');

    expect(code).toBe(0);
    expect(stderr).toBe('');
    expect(stdout.match(/\.txt\n/g)).toHaveLength(4);
  });

  it('estimates the effort before anything is sent', async () => {
    const elsewhere = temporaryFolder();

    const { code, stdout } = await uploader([COURSE, '--local', '--estimate'], elsewhere);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^4 videos: \d+ (s|min) of sound/m);
    expect(stdout).toContain('Amazon Transcribe would cost $0.');
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  it('changes nothing in a dry run', async () => {
    const elsewhere = temporaryFolder();

    const { code, stdout } = await uploader([COURSE, '--local', '--dry-run'], elsewhere);

    expect(code).toBe(0);
    expect(stdout).toMatch(/^transcribe +1\.0 MB {2}week2\/lesson1\/video1\.mp4 {2}new$/m);
    expect(stdout).toContain('4 videos (1.7 MB) to transcribe.\nDry run: nothing was done.');
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});
