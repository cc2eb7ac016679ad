// Courses whose sound is lost in a plain mix to mono, with the real engine: either the words are found, or the run says
// once that nothing was heard, and keeps the video.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { VIDEO_BUCKET } from '../../local/store.ts';
import { ffmpeg, flags, GOOD_WORDS } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { wordErrorRate } from '../fixtures/wer.ts';
import { uploader } from './cli.ts';

const SPEECH = join(import.meta.dirname, '../../samples/course/week1/lesson2/video1.mp4');
const NOISE = ['-f', 'lavfi', '-i', 'anoisesrc=color=pink:amplitude=0.9:sample_rate=16000'];
const SILENCE = ['-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=stereo'];
const TONE = ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=16000'];

const BOTH = flags('-map 0:a -map 1:a -disposition:a:0 default -disposition:a:1 0 -shortest -c:a aac');

const pan = (layout: string) => (path: string) =>
  ffmpeg('-i', SPEECH, '-vn', '-af', `pan=${layout}`, '-c:a', 'pcm_s16le', path);
const tracks =
  (...first: string[]) =>
  (path: string) =>
    ffmpeg(...first, '-i', SPEECH, ...BOTH, path);

/** Gives the codec of the first soundtrack a name that no decoder knows. */
const undecodable = (path: string) => {
  tracks(...TONE)(path);
  const bytes = readFileSync(path);
  const description = bytes.indexOf('stsd');
  bytes.write('apac', bytes.indexOf('mp4a', description), 'latin1');
  // Otherwise ffmpeg would use the codec number in there.
  bytes.write('free', bytes.indexOf('esds', description), 'latin1');
  writeFileSync(path, bytes);
};

/** Nine raw channels without labels, which `pan` cannot write, with the voice on the last one. */
const nine = (path: string) => {
  const raw = ffmpeg('-i', SPEECH, '-vn', '-f', 's16le', '-ac', '1', '-ar', '16000', 'pipe:1');
  const samples = Buffer.alloc(raw.length * 9);
  for (let at = 0; at < raw.length; at += 2) raw.copy(samples, at * 9 + 16, at, at + 2);
  const input = ['-f', 's16le', '-ar', '16000', '-ac', '9', '-i', 'pipe:0'];
  execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, path], { input: samples });
};

/** Joined: a second of silence in mono, then the voice in another layout, of opposite phase on its first two channels. */
const changing =
  (codec: string, layout: string, container = codec) =>
  (path: string) => {
    const parts = [`${path}.1`, `${path}.2`];
    const [first = '', second = ''] = parts;
    const encode = ['-c:a', codec, '-ar', '48000', '-f', container];
    ffmpeg('-f', 'lavfi', '-i', 'anullsrc=r=48000:cl=mono', '-t', '1', ...encode, first);
    const later = container === 'mpegts' ? ['-output_ts_offset', '1'] : [];
    ffmpeg('-i', SPEECH, '-vn', '-af', `pan=${layout}`, ...encode, ...later, second);
    writeFileSync(path, Buffer.concat(parts.map((part) => readFileSync(part))));
    for (const part of parts) rmSync(part);
  };

const SPOKEN: [string, (path: string) => unknown, RegExp | undefined][] = [
  ['opposite.wav', pan('stereo|c0=c0|c1=-1*c0'), /cancel each other out \(opposite phase\)/],
  ['third.mov', pan('2.1|LFE=c0'), /only channel 3 of 3 was used/],
  [
    'noise.wav',
    (path) => ffmpeg(...NOISE, '-i', SPEECH, '-filter_complex', '[0][1:a]amerge=inputs=2', '-shortest', path),
    /only channel 2 of 2 was used/,
  ],
  ['nine.wav', nine, undefined],
  ['silent-first.mkv', tracks(...SILENCE), /audio track 2 was used, since audio track 1 .* is silent/],
  ['tone-first.mkv', tracks(...TONE), /audio track 2 was used, since nobody speaks on audio track 1/],
  ['turns-aac.ts', changing('aac', 'stereo|c0=c0|c1=-1*c0', 'mpegts'), /cancel each other out/],
  ['turns-mp3.mp3', changing('libmp3lame', 'stereo|c0=c0|c1=-1*c0', 'mp3'), /cancel each other out/],
  ['turns-surround.ac3', changing('ac3', '5.1|FL=c0|FR=-1*c0'), /cancel each other out/],
  ['apac-first.mp4', undecodable, /audio track 2 was used, since audio track 1 cannot be decoded/],
];

describe('a course with unusual sound', () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'course'));
  for (const [name, make] of SPOKEN) make(join(cwd, 'course', name));
  const run = uploader(['course', '--local', '--any-layout'], cwd);

  it('exits with 0', async () => {
    expect((await run).code).toBe(0);
  });

  it.each(SPOKEN)('transcribes %s, and says how it did', async (name, _make, remark) => {
    const { stdout } = await run;
    const base = name.replace(/\.\w+$/, '');

    const text = readFileSync(join(cwd, 'transcripts', `${base}.txt`), 'utf8');

    expect(wordErrorRate(GOOD_WORDS, text)).toBeLessThan(0.2);
    const [, lines = ''] = stdout.split(`${base}.txt\n`);
    const below = lines.split('\n').slice(1, 2).join();
    if (remark) expect(below).toMatch(remark);
    else expect(below).not.toMatch(/ was used/);
  });
});

describe('a course in which nothing is heard', () => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, 'course'));
  ffmpeg(...SILENCE, ...TONE, '-map', '0', '-map', '1', '-t', '5', '-c:a', 'aac', join(cwd, 'course/a.mkv'));
  const call = () => uploader(['course', '--local', '--any-layout'], cwd);
  const first = call();
  const kept = () =>
    readdirSync(join(cwd, 'transcripts/.uploader'), { recursive: true, encoding: 'utf8' }).filter(
      (path) => path.includes(VIDEO_BUCKET) && path.includes('a.mkv'),
    );

  it('exits with 2, says why, and keeps the video', async () => {
    const { code, stdout } = await first;

    expect(code).toBe(2);
    expect(stdout).toMatch(
      /a\.txt\n {4}NOTHING HEARD: audio track 1 \(2 channels\) is silent, nobody speaks on audio track 2 \(mono, peak -1\d dBFS\); the video is kept/,
    );
    expect(stdout).toContain('nothing heard in 1');
    expect(kept()).not.toEqual([]);
  });

  it('repeats the message in the next run, transcribes nothing again, and exits with 0', async () => {
    await first;

    const { code, stdout } = await call();

    expect(code).toBe(0);
    expect(stdout).toContain('NOTHING HEARD');
    expect(stdout).toContain('1 already up to date');
    expect(kept()).not.toEqual([]);
  });
});
