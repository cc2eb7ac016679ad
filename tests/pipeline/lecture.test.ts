// Sends a lecture with known words through the whole engine: nothing is lost, invented or doubled at the cuts.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Transcript, Word } from '../../services/shared/contracts/transcript.ts';
import { makeLecture } from '../../tools/bench/lecture.ts';
import { ffmpeg } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { type Made, transcribeFile } from '../fixtures/transcribe.ts';
import { wordErrors } from '../fixtures/wer.ts';

const folder = temporaryFolder();
const canSpeak = execFileSync('ffmpeg', ['-hide_banner', '-filters'], { encoding: 'utf8' }).includes(
  ' flite ',
);

const textOf = ({ segments }: Transcript): string => segments.map(({ text }) => text).join(' ');
const wordsOf = ({ segments }: Transcript): Word[] => segments.flatMap(({ words }) => words);

const schema = new Ajv2020().compile(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/transcript.schema.json'), 'utf8')),
);

// Making it needs a voice, which some builds of ffmpeg lack.
(canSpeak ? describe : describe.skip)('a lecture of three minutes (ffmpeg with flite)', () => {
  let spoken: string;
  let path: string;
  let once: Made;
  beforeAll(async () => {
    const { mp4, words } = await makeLecture(3);
    [path, spoken] = [mp4, words];
    once = await transcribeFile(path, { chunkMinutes: 60 });
  });

  it('is transcribed correctly, with words in all of its speech', () => {
    const { transcript } = once;

    expect(wordErrors(spoken, textOf(transcript)).rate).toBeLessThan(0.1);
    expect(transcript.coverage).toMatchObject({ ratio: 1, gaps: [] });
    expect(transcript.lostSeconds).toBe(0);
  });

  it('has rising times, and words only inside the soundtrack', () => {
    const starts = wordsOf(once.transcript).map(({ start }) => start);

    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(Math.max(...wordsOf(once.transcript).map(({ end }) => end))).toBeLessThanOrEqual(
      once.transcript.duration,
    );
  });

  it('follows the published schema of its json', () => {
    expect(schema(JSON.parse(once.texts.json)) || schema.errors).toBe(true);
  });

  it('is transcribed to the same bytes again', async () => {
    const again = await transcribeFile(path, { chunkMinutes: 60 });

    expect(again.texts).toEqual(once.texts);
  });

  it('has the same words in chunks of a minute, with none doubled or dropped at a seam', async () => {
    const many = await transcribeFile(path, { chunkMinutes: 1 });

    expect(many.chunks).toBeGreaterThanOrEqual(3);
    const [inMany, inOne] = [many, once].map(({ transcript }) => wordErrors(spoken, textOf(transcript)).rate);
    expect(Math.abs((inMany ?? 1) - (inOne ?? 0))).toBeLessThanOrEqual(0.01);
    expect(wordsOf(many.transcript).length).toBeGreaterThan(wordsOf(once.transcript).length * 0.99);
  });

  it('loses nothing if nobody pauses for minutes', async () => {
    const breathless = join(folder, 'breathless.flac');
    const withoutPauses = 'silenceremove=stop_periods=-1:stop_duration=0.02:stop_threshold=-38dB';
    ffmpeg('-i', path, '-vn', '-ac', '1', '-ar', '16000', '-af', withoutPauses, breathless);

    const whole = await transcribeFile(breathless, { chunkMinutes: 60, workers: 1 });
    const cut = await transcribeFile(breathless, { chunkMinutes: 0.5 });

    expect(cut.chunks).toBeGreaterThanOrEqual(5);
    const difference = wordErrors(textOf(whole.transcript), textOf(cut.transcript));
    expect(difference.deleted).toBeLessThanOrEqual(cut.chunks * 2);
    expect(difference.inserted).toBeLessThanOrEqual(cut.chunks * 2);
    expect(
      Math.abs(
        wordErrors(spoken, textOf(cut.transcript)).rate - wordErrors(spoken, textOf(whole.transcript)).rate,
      ),
    ).toBeLessThanOrEqual(0.02);
  });

  it('finds speech between hours of silence, at the right time, and no words in the silence', async () => {
    const sparse = join(folder, 'sparse.flac');
    const gap = 1_200;
    const parts = `[0:a]atrim=0:20,apad=pad_dur=${gap}[a];[0:a]atrim=20:40,asetpts=PTS-STARTPTS[b];[a][b]concat=n=2:v=0:a=1`;
    ffmpeg('-i', path, '-vn', '-filter_complex', parts, '-ac', '1', '-ar', '16000', sparse);

    const { transcript, chunks } = await transcribeFile(sparse);

    expect(chunks).toBe(1);
    const starts = wordsOf(transcript).map(({ start }) => start);
    expect(starts.filter((start) => start > 21 && start < 20 + gap - 1)).toEqual([]);
    expect(starts.filter((start) => start <= 21).length).toBeGreaterThan(40);
    expect(starts.filter((start) => start >= 20 + gap - 1).length).toBeGreaterThan(40);
  });
});
