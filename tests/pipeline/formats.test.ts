// Transcribes every kind of file that lectures come in, whatever the container, sample rate, channels and name.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ffmpeg, GOOD_WORDS } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { transcribeFile } from '../fixtures/transcribe.ts';
import { wordErrorRate } from '../fixtures/wer.ts';

const SPEECH = join(import.meta.dirname, '../../samples/course/week1/lesson2/video1.mp4');
const folder = temporaryFolder();

const words = async (path: string, options = {}) =>
  (await transcribeFile(path, { options: { quality: 'fast', ...options } })).transcript.segments
    .map(({ text }) => text)
    .join(' ');

/** The file name, and the ffmpeg arguments that make the file. */
const formats: [string, string[]][] = [
  ['8 kHz.mp4', ['-c:a', 'aac', '-ar', '8000', '-vn']],
  ['5.1.mov', ['-c:a', 'aac', '-ar', '48000', '-ac', '6', '-vn']],
  ['video.mkv', ['-c:v', 'mpeg4', '-c:a', 'ac3', '-ar', '48000']],
  ['stereo.webm', ['-c:a', 'libopus', '-ac', '2', '-vn']],
  ['video.avi', ['-c:v', 'mpeg4', '-c:a', 'libmp3lame']],
  ['apple.m4v', ['-f', 'mp4', '-c:v', 'mpeg4', '-c:a', 'aac']],
  ['program.mpeg', ['-f', 'mpeg', '-c:v', 'mpeg2video', '-r', '25', '-c:a', 'mp2', '-ar', '44100']],
  ['broadcast.ts', ['-c:v', 'mpeg2video', '-r', '25', '-c:a', 'aac', '-ar', '44100']],
  ['voice.m4a', ['-c:a', 'alac', '-vn']],
  ['22 kHz.mp3', ['-c:a', 'libmp3lame', '-ar', '22050', '-vn']],
  ['96 kHz.wav', ['-c:a', 'pcm_s24le', '-ar', '96000', '-ac', '2', '-vn']],
  ['voice.flac', ['-c:a', 'flac', '-vn']],
  ['voice.ogg', ['-c:a', 'libvorbis', '-ar', '44100', '-vn']],
  ['voice.opus', ['-c:a', 'libopus', '-vn']],
];

describe('the words of', () => {
  it.each(formats)('%s', async (name, how) => {
    const path = join(folder, name);
    ffmpeg('-i', SPEECH, ...how, path);

    const heard = await words(path);

    expect(wordErrorRate(GOOD_WORDS, heard)).toBeLessThan(0.2);
  });

  it('a file with the extension of another format', async () => {
    const path = join(folder, 'really a flac.mp4');
    ffmpeg('-i', SPEECH, '-vn', '-f', 'flac', path);

    expect(wordErrorRate(GOOD_WORDS, await words(path))).toBeLessThan(0.2);
  });

  it('the default one of several soundtracks, or the requested one', async () => {
    const path = join(folder, 'two.mkv');
    const silence = ['-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=mono'];
    const both = ['-map', '1:a', '-map', '0:a', '-c:a', 'flac', '-shortest'];
    ffmpeg('-i', SPEECH, ...silence, ...both, '-disposition:a:0', '0', '-disposition:a:1', 'default', path);

    expect(wordErrorRate(GOOD_WORDS, await words(path))).toBeLessThan(0.2);
    expect(await words(path, { audioTrack: 1 })).toBe('');
    await expect(words(path, { audioTrack: 3 })).rejects.toThrow(
      'has 2 soundtracks, but --audio-track asks for number 3',
    );
  });

  it('a soundtrack whose sample rate changes in the middle', async () => {
    const [slow, fast, path] = ['slow.mp3', 'fast.mp3', 'both.mp3'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    ffmpeg('-i', SPEECH, '-vn', '-ar', '22050', slow);
    ffmpeg('-i', SPEECH, '-vn', '-ar', '44100', fast);
    writeFileSync(path, Buffer.concat([readFileSync(slow), readFileSync(fast)]));

    const heard = await words(path);

    expect(wordErrorRate(`${GOOD_WORDS} ${GOOD_WORDS}`, heard)).toBeLessThan(0.2);
  });

  it('the part that is left of a truncated file, with a note of how much is missing', async () => {
    const path = join(folder, 'cut off.mp4');
    ffmpeg('-i', SPEECH, '-vn', '-c:a', 'aac', '-movflags', '+faststart', join(folder, 'whole.mp4'));
    copyFileSync(join(folder, 'whole.mp4'), path);
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, Math.floor(bytes.length * 0.6)));

    const { transcript } = await transcribeFile(path);

    expect(transcript.lostSeconds).toBeGreaterThan(1);
    expect(transcript.segments[0]?.text).toMatch(/^unless a system/i);
  });
});
