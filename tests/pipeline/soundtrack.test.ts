// Sending a soundtrack instead of its video: both decode to the same samples, whatever the container, codec and offset.
// Also tests which files are sent whole because they would not.
import { createHash } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { decode } from '../../services/shared/media/decode.ts';
import { prepareFile } from '../../services/uploader/soundtrack/prepare.ts';
import { ffmpeg } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const SPEECH = join(import.meta.dirname, '../../samples/course/week1/lesson2/video1.mp4');
const folder = temporaryFolder();
const lecture = join(folder, 'lecture.mp4');
const two = join(folder, 'two tracks.mp4');
const opus = join(folder, 'opus.webm');
const fragments = ['-movflags', 'frag_keyframe+empty_moov'];

const prepare = (path: string) => {
  const { size } = statSync(path);
  const { signal } = new AbortController();
  return prepareFile({ path, key: 'video', size }, { wholeVideo: false, ffmpeg: true, signal });
};

/** The hash of the samples and everything else that the engine learns, or the error for a missing track. */
const decoded = async (path: string, audioTrack?: number): Promise<unknown> => {
  const sum = createHash('sha256');
  const sink = async (samples: AsyncIterable<Buffer>) => {
    for await (const part of samples) sum.update(part);
  };
  try {
    return { ...(await decode(path, 'video', sink, { audioTrack })), sum: sum.digest('hex') };
  } catch (error) {
    return String(error);
  }
};

beforeAll(() => {
  const picture = ['-f', 'lavfi', '-i', 'testsrc=s=640x360:r=25'];
  const coded = ['-t', '7.7', '-c:v', 'libx264', '-g', '50', '-c:a', 'aac'];
  ffmpeg('-i', SPEECH, ...picture, '-map', '0:a', '-map', '1:v', ...coded, lecture);
  const silence = ['-f', 'lavfi', '-i', 'anullsrc=r=44100:cl=stereo'];
  const maps = ['-map', '0:v', '-map', '1:a', '-map', '0:a', '-t', '7.7', '-c:v', 'copy', '-c:a', 'aac'];
  ffmpeg('-i', lecture, ...silence, ...maps, '-disposition:a:0', '0', '-disposition:a:1', 'default', two);
  // libvpx's threads wait for each other in busy loops; a single thread needs a tenth of the CPU time.
  const quick = ['-deadline', 'realtime', '-cpu-used', '8', '-threads', '1'];
  ffmpeg('-i', lecture, '-c:v', 'libvpx', ...quick, '-c:a', 'libopus', opus);
});

/** The ffmpeg arguments that are applied to the lecture, whose sound starts `later` seconds after its pictures. */
type Recipe = { later?: number; from?: string; cut?: string[]; how: string[] };

const make = (name: string, { later = 0, from = lecture, cut = [], how }: Recipe): string => {
  const path = join(folder, name);
  const sound =
    later === 0 ? ['-map', '0'] : ['-itsoffset', String(later), '-i', from, '-map', '0:v', '-map', '1:a'];
  ffmpeg(...cut, '-i', from, ...sound, ...how, path);
  return path;
};

describe('a soundtrack decodes to the same samples as its video', () => {
  const copy = ['-c', 'copy'];
  it.each<[string, Recipe]>([
    ['aac.mp4', { how: copy }],
    ['index first.mp4', { how: [...copy, '-movflags', '+faststart'] }],
    ['cut, with an edit list.mp4', { cut: ['-ss', '2.3'], how: copy }],
    ['sound later.mp4', { later: 0.5, how: copy }],
    ['sound a little later.mp4', { later: 0.021, how: copy }],
    ['sound earlier.mp4', { later: -0.4, how: copy }],
    ['mp3.mp4', { how: ['-c:v', 'copy', '-c:a', 'libmp3lame'] }],
    ['aac 44 kHz.mov', { how: ['-c:v', 'copy', '-c:a', 'aac', '-ar', '44100'] }],
    ['samples as they are.mov', { how: ['-c:v', 'mpeg4', '-b:v', '2M', '-c:a', 'pcm_s16le'] }],
    ['sound later.mov', { later: 0.5, how: copy }],
    ['aac.mkv', { how: copy }],
    ['cut.mkv', { cut: ['-ss', '2.3'], how: copy }],
    ['sound later.mkv', { later: 0.5, how: copy }],
    ['sound earlier.mkv', { later: -0.4, how: copy }],
    ['no index, no duration.mkv', { how: [...copy, '-live', '1'] }],
    ['ac3.mkv', { how: ['-c:v', 'copy', '-c:a', 'ac3'] }],
    ['vorbis.webm', { from: opus, how: ['-c:v', 'copy', '-c:a', 'libvorbis', '-ar', '44100'] }],
    ['aac.ts', { how: copy }],
    ['sound later.ts', { later: 0.5, how: copy }],
    ['ac3.ts', { how: ['-c:v', 'copy', '-c:a', 'ac3'] }],
    ['mp3.avi', { how: ['-c:v', 'mpeg4', '-c:a', 'libmp3lame'] }],
    ['samples as they are.avi', { how: ['-c:v', 'mpeg4', '-c:a', 'pcm_s16le'] }],
    ['two tracks, the second the default.mp4', { from: two, how: copy }],
    ['two tracks, the second the default.mkv', { from: two, how: copy }],
    ['two tracks, no default.mkv', { from: two, how: [...copy, '-disposition:a:1', '0'] }],
  ])('%s', async (name, recipe) => {
    const video = make(name, recipe);

    const { path, size, kind, release } = await prepare(video);

    expect(kind).toBe('soundtrack');
    expect(size).toBeLessThan(0.8 * statSync(video).size);
    for (const track of [undefined, 2])
      expect(await decoded(path, track)).toEqual(await decoded(video, track));
    await release();
  });

  it.each<[string, Recipe]>([
    ['fragments.mp4', { how: [...copy, ...fragments] }],
    ['two tracks.ts', { from: two, how: copy }],
  ])('%s, if this version of ffmpeg can do it', async (name, recipe) => {
    const video = make(name, recipe);

    const { path, release } = await prepare(video);

    for (const track of [undefined, 2])
      expect(await decoded(path, track)).toEqual(await decoded(video, track));
    await release();
  });

  it('extracting a soundtrack twice gives the same bytes, so another process can continue an upload', async () => {
    for (const video of [make('once.mp4', { how: copy }), make('once.mkv', { how: copy })]) {
      const [first, second] = [await prepare(video), await prepare(video)];

      expect(readFileSync(first.path).equals(readFileSync(second.path))).toBe(true);
      await Promise.all([first.release(), second.release()]);
    }
  });
});

describe('a file is sent whole', () => {
  const cutOff = (name: string, how: string[]) => {
    const path = make(name, { how });
    writeFileSync(path, readFileSync(path).subarray(0, 60_000));
    return path;
  };
  it.each<[string, () => string]>([
    ['if it is cut off', () => cutOff('cut off.mp4', ['-c', 'copy', '-movflags', '+faststart'])],
    ['with Opus, because not every ffmpeg writes how many samples to skip', () => opus],
    ['if it is cut off, in Matroska', () => cutOff('cut off.mkv', ['-c', 'copy'])],
    ['if its index is missing', () => cutOff('no index.mp4', ['-c', 'copy'])],
    ['without sound', () => make('silent.mp4', { how: ['-an', '-c', 'copy'] })],
    ['if it is already a soundtrack', () => make('sound.m4a', { how: ['-vn', '-c', 'copy'] })],
    [
      'if it is already a soundtrack, as mp3',
      () => make('sound.mp3', { how: ['-vn', '-c:a', 'libmp3lame'] }),
    ],
    ['if most of it is sound', () => SPEECH],
    [
      'if its times are finer than a copy can store',
      () => make('a.mpeg', { how: ['-c:v', 'mpeg2video', '-c:a', 'mp2', '-ar', '44100'] }),
    ],
    [
      'if it is not media',
      () => {
        writeFileSync(join(folder, 'text.mp4'), 'This is no video.\n');
        return join(folder, 'text.mp4');
      },
    ],
  ])('%s', async (_which, makeVideo) => {
    const video = makeVideo();

    expect(await prepare(video)).toMatchObject({ path: video, size: statSync(video).size, kind: 'video' });
  });
});
