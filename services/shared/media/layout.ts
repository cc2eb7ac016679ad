// Maps the channels of a soundtrack to loudspeakers, by ffmpeg's names.

/** `speakers`: the loudspeaker of each channel in order, such as `FL` or `LFE`; empty if unknown. */
export type Layout = { channels: number; speakers: string[] };

/** From `ffmpeg -layouts`, up to ffmpeg 9; without downmix and binaural, to which ffmpeg converts nothing. */
const LAYOUTS: Record<string, string> = {
  mono: 'FC',
  stereo: 'FL+FR',
  '2.1': 'FL+FR+LFE',
  '3.0': 'FL+FR+FC',
  '3.0(back)': 'FL+FR+BC',
  '4.0': 'FL+FR+FC+BC',
  quad: 'FL+FR+BL+BR',
  'quad(side)': 'FL+FR+SL+SR',
  '3.1': 'FL+FR+FC+LFE',
  '5.0': 'FL+FR+FC+BL+BR',
  '5.0(side)': 'FL+FR+FC+SL+SR',
  '4.1': 'FL+FR+FC+LFE+BC',
  '5.1': 'FL+FR+FC+LFE+BL+BR',
  '5.1(side)': 'FL+FR+FC+LFE+SL+SR',
  '6.0': 'FL+FR+FC+BC+SL+SR',
  '6.0(front)': 'FL+FR+FLC+FRC+SL+SR',
  hexagonal: 'FL+FR+FC+BL+BR+BC',
  '6.1': 'FL+FR+FC+LFE+BC+SL+SR',
  '6.1(back)': 'FL+FR+FC+LFE+BL+BR+BC',
  '6.1(front)': 'FL+FR+LFE+FLC+FRC+SL+SR',
  '7.0': 'FL+FR+FC+BL+BR+SL+SR',
  '7.0(front)': 'FL+FR+FC+FLC+FRC+SL+SR',
  '7.1': 'FL+FR+FC+LFE+BL+BR+SL+SR',
  '7.1(wide)': 'FL+FR+FC+LFE+BL+BR+FLC+FRC',
  '7.1(wide-side)': 'FL+FR+FC+LFE+FLC+FRC+SL+SR',
  cube: 'FL+FR+BL+BR+TFL+TFR+TBL+TBR',
  octagonal: 'FL+FR+FC+BL+BR+BC+SL+SR',
  hexadecagonal: 'FL+FR+FC+BL+BR+BC+SL+SR+TFL+TFC+TFR+TBL+TBC+TBR+WL+WR',
  '7.1(top)': 'FL+FR+FC+LFE+BL+BR+TFL+TFR',
  '3.1.2': 'FL+FR+FC+LFE+TFL+TFR',
  '5.1.2': 'FL+FR+FC+LFE+SL+SR+TFL+TFR',
  '5.1.2(back)': 'FL+FR+FC+LFE+BL+BR+TFL+TFR',
  '5.1.4': 'FL+FR+FC+LFE+SL+SR+TFL+TFR+TBL+TBR',
  '7.1.2': 'FL+FR+FC+LFE+BL+BR+SL+SR+TFL+TFR',
  '7.1.4': 'FL+FR+FC+LFE+BL+BR+SL+SR+TFL+TFR+TBL+TBR',
  '7.2.3': 'FL+FR+FC+LFE+BL+BR+SL+SR+TFL+TFR+TBC+LFE2',
  '9.1.4': 'FL+FR+FC+LFE+BL+BR+FLC+FRC+SL+SR+TFL+TFR+TBL+TBR',
  '9.1.6': 'FL+FR+FC+LFE+BL+BR+FLC+FRC+SL+SR+TFL+TFR+TBL+TBR+TSL+TSR',
  '22.2': 'FL+FR+FC+LFE+BL+BR+FLC+FRC+BC+SL+SR+TC+TFL+TFC+TFR+TBL+TBC+TBR+LFE2+TSL+TSR+BFC+BFL+BFR',
};

/**
 * @param name as ffmpeg prints it: `5.1(side)`; `3 channels (FL+FR+LFE)`, in the file's order from ffmpeg 7 on; with names
 * from the file, `2 channels (FL@lectern+FR)`; `9 channels` if the file says no more.
 */
export const readLayout = (name: string): Layout => {
  const [, count, names] = /^(\d+) channels?(?: \((.+)\))?$/.exec(name) ?? [];
  const speakers = (names ?? LAYOUTS[name])?.split('+').map((speaker) => speaker.replace(/@.*/, '')) ?? [];
  return { channels: Number(count ?? speakers.length), speakers };
};

/** Whether ffmpeg's name of a layout is one that a filter can be given. */
export const isNamedLayout = (name: string): boolean => Object.hasOwn(LAYOUTS, name);
