import { describe, expect, it } from '@jest/globals';
import * as errors from '../../../services/shared/errors.ts';

const cause = new Error('the first failure');
const key = `week1/"what's" 100% 🎓.mp4`;

const aboutVideos = {
  VideoMissing: new errors.VideoMissing(key, cause),
  VideoChanged: new errors.VideoChanged(key, cause),
  VideoUnreadable: new errors.VideoUnreadable(key, 'moov atom not found', cause),
  VideoTruncated: new errors.VideoTruncated(key, 12.34, 60),
  VideoWithoutSound: new errors.VideoWithoutSound(key),
  ScratchFull: new errors.ScratchFull(key, cause),
  WorkExpired: new errors.WorkExpired(key),
  TranscriptTaken: new errors.TranscriptTaken(key, 'week1/other.mov'),
  TranscriptNotVerified: new errors.TranscriptNotVerified(key, 'there is no srt', cause),
};

const all: Record<string, Error> = {
  ...aboutVideos,
  UserError: new errors.UserError('Where to?'),
  EngineFailed: new errors.EngineFailed('whisper-cli gave no whole result', cause),
  ToolMissing: new errors.ToolMissing('ffmpeg', cause),
};

describe('the error classes', () => {
  it.each(Object.entries(errors).filter(([name]) => /^[A-Z]/.test(name)))(
    '%s has its own name, which is what the state machine catches',
    (name, errorClass) => {
      const error = all[name];

      expect(error).toBeInstanceOf(errorClass);
      expect(error?.name).toBe(name);
    },
  );

  it.each(Object.entries(aboutVideos))('%s names the video as it is called', (_name, { message }) => {
    expect(message).toContain(key);
  });

  it.each([
    ['VideoUnreadable', 'moov atom not found'],
    ['VideoTruncated', '12.3 s of 60.0 s'],
    ['TranscriptNotVerified', 'there is no srt'],
    ['EngineFailed', 'whisper-cli gave no whole result'],
    ['ToolMissing', 'ffmpeg'],
  ])('%s says what went wrong', (name, what) => {
    expect(all[name]?.message).toContain(what);
  });

  it.each(['VideoMissing', 'VideoChanged', 'VideoUnreadable', 'ScratchFull', 'EngineFailed', 'ToolMissing'])(
    '%s keeps the failure that it came from',
    (name) => {
      expect(all[name]?.cause).toBe(cause);
    },
  );
});

describe('isNamed', () => {
  it.each([
    ['an error of that class', new errors.WorkExpired(key), true],
    ['an error of that name from elsewhere', Object.assign(new Error('gone'), { name: 'WorkExpired' }), true],
    ['one of several names', new errors.ScratchFull(key), true],
    ['an error of another name', new errors.VideoMissing(key), false],
    ['an error that only says the name', new Error('WorkExpired'), false],
    ['an object that is no error', { name: 'WorkExpired' }, false],
    ['nothing', undefined, false],
  ])('%s', (_case, error, expected) => {
    expect(errors.isNamed(error, 'WorkExpired', 'ScratchFull')).toBe(expected);
  });
});
