// Captions come when the words are spoken, even if the times in the file are unusual. Runs the real engine, and reads
// the srt and the json. times.test.ts tries the other containers and irregularities without the engine.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Transcript } from '../../services/shared/contracts/transcript.ts';
import { flags } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { uploader } from './cli.ts';

const SPEECH = join(import.meta.dirname, '../../samples/speech/lj050-0131.flac');
const folder = temporaryFolder();

const ffmpeg = (...args: string[]) =>
  execFileSync('ffmpeg', ['-v', 'error', '-y', '-nostdin', ...args], { cwd: folder });

/** Both recordings have 9.6 s and become one file; the sentence begins after a second of silence. */
const SECOND_SECONDS = 9.6;
const part = (path: string, ...how: string[]) =>
  ffmpeg(...flags('-i v30.mp4 -i a.wav -map 0:v -map 1:a -t 9.6 -c:v copy'), ...how, path);

const makers: Record<string, (path: string) => void> = {
  'x.ts': (path) => {
    part('q1.ts', '-c:a', 'aac', '-ac', '1');
    part('q2.ts', '-c:a', 'aac', '-ac', '2', '-output_ts_offset', '9.6');
    writeFileSync(path, Buffer.concat(['q1.ts', 'q2.ts'].map((name) => readFileSync(join(folder, name)))));
  },
  'surround.mkv': (path) => {
    part('s1.mkv', '-c:a', 'ac3', '-ac', '2');
    part('s2.mkv', '-c:a', 'ac3', '-ac', '6');
    writeFileSync(join(folder, 'list'), "file 's1.mkv'\nduration 9.6\nfile 's2.mkv'\nduration 9.6\n");
    ffmpeg('-f', 'concat', '-i', 'list', '-map', '0', '-c', 'copy', path);
  },
  'late.ts': (path) =>
    ffmpeg(...flags('-i v30.mp4 -itsoffset 5 -i a25.wav -map 0:v -map 1:a -c:v copy -c:a aac'), path),
};

/** The second soundtrack begins 5 s after the first. */
const makeLaterTrack = (path: string) => {
  const inputs = flags('-i v30.mp4 -i a25.wav -itsoffset 5 -i a25.wav');
  ffmpeg(...inputs, ...flags('-map 0:v -map 1:a -map 2:a -c:v copy -c:a aac'), path);
};

/** When the sentence begins by the json, since a cue may begin earlier; the srt's first cue begins with it. */
const beginnings = (transcript: string): number[] => {
  const { segments } = Transcript.parse(JSON.parse(readFileSync(`${transcript}.json`, 'utf8')));
  const found = segments
    .flatMap(({ words }) => words)
    .filter(({ text }) => /^unless$/i.test(text))
    .map(({ start }) => start);
  const [, seconds] = /^1\n00:00:([\d,]+) --> /.exec(readFileSync(`${transcript}.srt`, 'utf8')) ?? [];
  expect(Number(seconds?.replace(',', '.'))).toBeCloseTo(found[0] ?? Number.NaN, 2);
  return found;
};

/** Close enough that a listener does not notice. The errors that this test is for were 5 s and more. */
const expectAbout = (found: number[], wanted: number[]) => {
  expect(found.map((at) => at.toFixed(2))).toHaveLength(wanted.length);
  const isNear = found.every((at, index) => Math.abs(at - (wanted[index] ?? Number.NaN)) < 0.7);
  expect({ found, wanted, isNear }).toEqual({ found, wanted, isNear: true });
};

beforeAll(() => {
  ffmpeg(...flags('-f lavfi -i testsrc2=s=160x90:r=10 -t 30 -c:v libx264 -preset ultrafast -g 10 v30.mp4'));
  ffmpeg('-i', SPEECH, '-af', 'adelay=1000:all=1,apad=pad_dur=1', 'a.wav');
  ffmpeg('-i', 'a.wav', '-af', 'apad=whole_dur=24.9', 'a25.wav');
});

describe('captions come when the words are spoken', () => {
  it('if the sound format changes, and if the sound starts after the picture', async () => {
    const course = join(folder, 'course');
    mkdirSync(course);
    for (const [name, make] of Object.entries(makers)) make(join(course, name));

    const { code, stderr } = await uploader([course, '--local', '--any-layout', '--quality', 'fast'], folder);

    expect({ code, stderr }).toMatchObject({ code: 0 });
    const found = (name: string) => beginnings(join(folder, 'transcripts', name));
    expectAbout(found('x'), [1, 1 + SECOND_SECONDS]);
    expectAbout(found('surround'), [1, 1 + SECOND_SECONDS]);
    expectAbout(found('late'), [6]);
  });

  it('on a second soundtrack that begins later', async () => {
    const course = join(folder, 'tracks');
    mkdirSync(course);
    makeLaterTrack(join(course, 'second.ts'));
    const options = ['--any-layout', '--quality', 'fast', '--audio-track', '2', '--out', 'second'];

    const { code, stderr } = await uploader([course, '--local', ...options], folder);

    expect({ code, stderr }).toMatchObject({ code: 0 });
    expectAbout(beginnings(join(folder, 'second/second')), [6]);
  });
});
