import { describe, expect, it } from '@jest/globals';
import { guess, soundLengthOf } from '../../../../services/uploader/estimate/sound.ts';

const file = { path: '/course/a.mp4', key: 'a.mp4', size: 500_000_000 };
const { signal } = new AbortController();

const probe = (seconds: number, tracks: number) => async () => ({
  demuxer: 'mov' as const,
  seconds,
  tracks: Array.from({ length: tracks }, () => ({ isDefault: false, layout: { channels: 1, speakers: [] } })),
  startSeconds: 0,
  soundBytes: 0,
  hasPictures: true,
});

describe('soundLengthOf', () => {
  it.each([
    ['the duration in the header', probe(70.5, 1), { seconds: 70.5, guessed: false }],
    [
      'a guess from the size if the header states no duration',
      probe(0, 1),
      { seconds: 3_600, guessed: true },
    ],
    ['0 without a soundtrack', probe(70.5, 0), { seconds: 0, guessed: false }],
    ['a guess from the size without ffmpeg', undefined, { seconds: 3_600, guessed: true }],
    ['0 for an unreadable file', () => Promise.reject(new Error('x')), { seconds: 0, guessed: false }],
  ])('returns %s', async (_what, prober, sound) => {
    expect(await soundLengthOf(file, prober, signal)).toEqual(sound);
  });

  it('stops when its signal is aborted', async () => {
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
  ])('converts 500 MB of %s to %d s', (key, seconds) => {
    expect(guess(key, 500_000_000)).toEqual({ seconds, guessed: true });
  });
});
