import { describe, expect, it } from '@jest/globals';
import { chooseChannels } from '../../../../services/transcriber/sound/choose-channels.ts';

const voice = { seconds: 60, power: 1e9, isLookedAt: true };
const guest = { seconds: 1.5, power: 1e7, isLookedAt: true };
const noise = { seconds: 0, power: 1e9, isLookedAt: true };
const hum = { seconds: 0, power: 9e6, isLookedAt: true };
const silence = { seconds: 0, power: 0, isLookedAt: false };

describe('chooseChannels', () => {
  it.each([
    [
      'two that are alike',
      [
        { ...voice, isLookedAt: false },
        { ...voice, isLookedAt: false },
      ],
      [],
      undefined,
    ],
    ['a voice and silence', [voice, silence], [], undefined],
    ['two voices', [voice, voice], [], undefined],
    ['a voice and a guest with one question', [voice, guest], [], undefined],
    ['a voice and noise', [voice, noise], [], [1]],
    ['noise and a voice', [noise, voice], [], [2]],
    ['a voice and a hum that is quieter by 20 dB', [voice, hum], [], undefined],
    ['noise and nobody', [noise, noise], [], undefined],
    ['no channel that was examined', [], [], undefined],
    ['two voices between noises', [noise, voice, guest, noise], [], [2, 3]],
    ['the third of three, labelled as a subwoofer', [silence, silence, voice], [2], [3]],
    ['three voices, one labelled as a subwoofer', [voice, voice, voice], [2], [1, 2, 3]],
    ['a subwoofer that rumbles', [voice, voice, noise], [2], undefined],
    [
      '5.1 with a voice in the centre and music around it',
      [noise, noise, voice, noise, noise, noise],
      [3],
      [3],
    ],
    [
      '5.1 with a voice in the centre only',
      [silence, silence, voice, silence, silence, silence],
      [3],
      undefined,
    ],
  ])('of %s', (_what, channels, subwoofers, expected) => {
    expect(chooseChannels(channels, subwoofers)).toEqual(expected);
  });
});
