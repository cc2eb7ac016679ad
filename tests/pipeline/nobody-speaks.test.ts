// Hours without speech give an empty transcript without invented words. lecture.test.ts has silence within a lecture.
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ffmpeg } from '../fixtures/media.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { transcribeFile } from '../fixtures/transcribe.ts';

const folder = temporaryFolder();

describe('where nobody speaks', () => {
  it.each([
    ['silence', 'anullsrc=r=16000:cl=mono'],
    ['noise', 'anoisesrc=c=pink:r=16000:a=0.3:seed=7'],
    ['music', "aevalsrc='0.3*sin(2*PI*t*(220+110*floor(mod(t*2,4))))*exp(-3*mod(t,0.5))':s=16000"],
  ])('an hour of %s gives an empty transcript that says so', async (name, source) => {
    const [minute, path] = [join(folder, 'minute.wav'), join(folder, `${name}.wav`)];
    ffmpeg('-f', 'lavfi', '-i', source, '-t', '60', minute);
    ffmpeg('-stream_loop', '59', '-i', minute, '-c', 'copy', path);

    const { transcript, texts } = await transcribeFile(path);

    expect(transcript).toMatchObject({ hasSpeech: false, segments: [], duration: 3_600 });
    expect(texts.txt).toBe('');
    expect(texts.vtt).toBe('WEBVTT\n');
  });
});
