// An hour without speech gives an empty transcript without invented words. lecture.test.ts has silence within a lecture.
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ffmpeg } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { transcribeFile } from '../fixtures/transcribe.ts';

const folder = temporaryFolder();

const SOURCES = {
  silence: 'anullsrc=r=16000:cl=mono',
  noise: 'anoisesrc=c=pink:r=16000:a=0.3:seed=7',
  music: "aevalsrc='0.3*sin(2*PI*t*(220+110*floor(mod(t*2,4))))*exp(-3*mod(t,0.5))':s=16000",
};

describe('where nobody speaks', () => {
  it('an hour of silence, noise and music gives an empty transcript that says so', async () => {
    const parts = Object.entries(SOURCES).map(([name, source]) => {
      const [minute, part] = [join(folder, `${name}-minute.wav`), join(folder, `${name}.wav`)];
      ffmpeg('-f', 'lavfi', '-i', source, '-t', '60', minute);
      ffmpeg('-stream_loop', '19', '-i', minute, '-c', 'copy', part);
      return part;
    });
    const hour = join(folder, 'hour.wav');
    ffmpeg(...parts.flatMap((part) => ['-i', part]), '-filter_complex', 'concat=n=3:v=0:a=1', hour);

    const { transcript, texts } = await transcribeFile(hour);

    expect(transcript).toMatchObject({ hasSpeech: false, segments: [], duration: 3_600 });
    expect(texts.txt).toBe('');
    expect(texts.vtt).toBe('WEBVTT\n');
  });
});
