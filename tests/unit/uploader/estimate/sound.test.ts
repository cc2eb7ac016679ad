import { describe, expect, it } from '@jest/globals';
import { guess, soundLengthOf } from '../../../../services/uploader/estimate/sound.ts';

const file = { path: '/course/a.mp4', key: 'a.mp4', size: 500_000_000 };
const { signal } = new AbortController();

const probe = (seconds: number, tracks: number) => async () => ({
  demuxer: 'mov' as const,
  seconds,
  tracks: Array.from({ length: tracks }, () => ({ isDefault: false, layout: { channels: 1, speakers: [] } })),
  startSeconds: 0,
  hasPictures: true,
});

describe('soundOf', () => {
  it.each([
    ['as its header says', probe(70.5, 1), { seconds: 70.5, guessed: false }],
    ['from its bytes where the header says nothing', probe(0, 1), { seconds: 3_600, guessed: true }],
    ['nothing where there is no soundtrack', probe(70.5, 0), { seconds: 0, guessed: false }],
    ['from its bytes without ffmpeg', undefined, { seconds: 3_600, guessed: true }],
    ['nothing of what cannot be read', () => Promise.reject(new Error('x')), { seconds: 0, guessed: false }],
  ])('takes %s', async (_what, prober, sound) => {
    expect(await soundLengthOf(file, prober, signal)).toEqual(sound);
  });

  it('ends with its signal', async () => {
    const sound = soundLengthOf(file, () => Promise.reject(new Error('killed')), AbortSignal.abort());

    await expect(sound).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('guess', () => {
  it.each([
    ['lecture.mp4', 3_600],
    ['lecture.unknown', 3_600],
    ['talk.mp3', 31_034],
    ['talk.WAV', 2_835],
    ['talk.flac', 5_143],
  ])('takes 500 MB of %s for %d s', (key, seconds) => {
    expect(guess(key, 500_000_000)).toEqual({ seconds, guessed: true });
  });
});
