import { describe, expect, it } from '@jest/globals';
import * as errors from '../../../../services/shared/contracts/errors.ts';

const cause = new Error('the first failure');
const key = `week1/"what's" 100% 🎓.mp4`;

const aboutVideos = {
  VideoMissing: new errors.VideoMissing(key, cause),
  VideoChanged: new errors.VideoChanged(key, cause),
  VideoUnreadable: new errors.VideoUnreadable(key, 'moov atom not found', cause),
  VideoWithoutSound: new errors.VideoWithoutSound(key),
  ScratchFull: new errors.ScratchFull(key, undefined, cause),
  ChunkTooSlow: new errors.ChunkTooSlow(key, 900.2, 61.9),
  WorkExpired: new errors.WorkExpired(key),
  TranscriptTaken: new errors.TranscriptTaken(key, 'week1/other.mov'),
  TranscriptNotVerified: new errors.TranscriptNotVerified(key, 'there is no srt', cause),
};

const all: Record<string, Error> = {
  ...aboutVideos,
  UserError: new errors.UserError('Where to?'),
  EngineFailed: new errors.EngineFailed('The engine could not hear it', cause),
  OptionsRefused: new errors.OptionsRefused('The model tiny.en is for English only.', { cause }),
  CoverageTooLow: new errors.CoverageTooLow('Half of its speech has words.', { cause }),
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

  it.each(Object.entries(aboutVideos))('%s names the video', (_name, { message }) => {
    expect(message).toContain(key);
  });

  it.each([
    ['VideoUnreadable', 'moov atom not found'],
    ['VideoWithoutSound', 'nothing to transcribe'],
    ['ScratchFull', 'more scratch space than is available'],
    ['ChunkTooSlow', 'would take 901 s, but its function has only 61 s'],
    ['TranscriptNotVerified', 'there is no srt'],
    ['EngineFailed', 'The engine could not hear it'],
    ['ToolMissing', 'ffmpeg'],
  ])('%s says what went wrong', (name, what) => {
    expect(all[name]?.message).toContain(what);
  });

  it.each([
    'VideoMissing',
    'VideoChanged',
    'VideoUnreadable',
    'ScratchFull',
    'EngineFailed',
    'OptionsRefused',
    'CoverageTooLow',
    'ToolMissing',
  ])('%s keeps its cause', (name) => {
    expect(all[name]?.cause).toBe(cause);
  });

  it('ScratchFull says how much is needed and how much there is, both rounded to be on the safe side', () => {
    const { message } = new errors.ScratchFull(key, { needed: 1_500_000_001, free: 20_000_000 });

    expect(message).toContain('1501 MB of scratch space, but only 20 MB are free');
  });

  it.each([
    [
      'as many as there are',
      { wanted: 3, there: 2 },
      'has 2 soundtracks, but --audio-track asks for number 3',
    ],
    ['if there is none at all', { wanted: 1, there: 0 }, 'has no soundtrack'],
  ])('VideoWithoutSound describes a requested track: %s', (_what, track, words) => {
    expect(new errors.VideoWithoutSound(key, track).message).toContain(words);
  });
});

describe('isNamed', () => {
  it.each([
    ['an error of that class', new errors.WorkExpired(key), true],
    ['an error of that name from elsewhere', Object.assign(new Error('gone'), { name: 'WorkExpired' }), true],
    ['one of several names', new errors.ScratchFull(key), true],
    ['an error of another name', new errors.VideoMissing(key), false],
    ['an error that only says the name', new Error('WorkExpired'), false],
    ['an object that is not an error', { name: 'WorkExpired' }, false],
    ['nothing', undefined, false],
  ])('%s', (_case, error, expected) => {
    expect(errors.isNamed(error, 'WorkExpired', 'ScratchFull')).toBe(expected);
  });

  it.each(['UserError', 'Error', 'StillOpen', 'Locked'])(
    'agrees with instanceof for subclasses: %s',
    (name) => {
      class Locked extends errors.UserError {
        override name = 'Locked';
      }
      class StillOpen extends Locked {
        override name = 'StillOpen';
      }

      expect(errors.isNamed(new StillOpen('a.mp4'), name)).toBe(true);
      expect(errors.isNamed(new errors.UserError('a.mp4'), name)).toBe(
        name === 'UserError' || name === 'Error',
      );
    },
  );
});
