// Which loudspeaker each channel of a soundtrack is for, by the names that ffmpeg has for it.

/** `mask`: which loudspeaker each channel is for, as bits in the order of the channels; 0 where nobody says it. */
export type Layout = { channels: number; mask: number };

/** Bits of a mask, by ffmpeg's names: http://msdn.microsoft.com/library/windows/hardware/dn653308 */
const SPEAKERS = [
  'FL',
  'FR',
  'FC',
  'LFE',
  'BL',
  'BR',
  'FLC',
  'FRC',
  'BC',
  'SL',
  'SR',
  'TC',
  'TFL',
  'TFC',
  'TFR',
];

/** `ffmpeg -layouts`: those that have a centre or a subwoofer; in the others every channel counts the same. */
const LAYOUTS: Record<string, string> = {
  mono: 'FC',
  stereo: 'FL+FR',
  '2.1': 'FL+FR+LFE',
  '3.0': 'FL+FR+FC',
  '4.0': 'FL+FR+FC+BC',
  '3.1': 'FL+FR+FC+LFE',
  '5.0': 'FL+FR+FC+BL+BR',
  '5.0(side)': 'FL+FR+FC+SL+SR',
  '4.1': 'FL+FR+FC+LFE+BC',
  '5.1': 'FL+FR+FC+LFE+BL+BR',
  '5.1(side)': 'FL+FR+FC+LFE+SL+SR',
  '6.0': 'FL+FR+FC+BC+SL+SR',
  hexagonal: 'FL+FR+FC+BL+BR+BC',
  '6.1': 'FL+FR+FC+LFE+BC+SL+SR',
  '6.1(back)': 'FL+FR+FC+LFE+BL+BR+BC',
  '6.1(front)': 'FL+FR+LFE+FLC+FRC+SL+SR',
  '7.0': 'FL+FR+FC+BL+BR+SL+SR',
  '7.0(front)': 'FL+FR+FC+FLC+FRC+SL+SR',
  '7.1': 'FL+FR+FC+LFE+BL+BR+SL+SR',
  '7.1(wide)': 'FL+FR+FC+LFE+BL+BR+FLC+FRC',
  '7.1(wide-side)': 'FL+FR+FC+LFE+FLC+FRC+SL+SR',
  octagonal: 'FL+FR+FC+BL+BR+BC+SL+SR',
};

/** @param name as ffmpeg describes a soundtrack: `5.1(side)`, or from ffmpeg 5.1 on `3 channels (FL+FR+LFE)`; 0 for `9 channels`. */
export const maskOf = (name: string): number => {
  const speakers = (/\((\w+(?:\+\w+)+)\)/.exec(name)?.[1] ?? LAYOUTS[name] ?? '').split('+');
  return speakers.reduce((mask, speaker) => {
    const bit = SPEAKERS.indexOf(speaker);
    return bit < 0 ? mask : mask | (1 << bit);
  }, 0);
};
