// Reads what ffmpeg logs while it decodes: its complaints, and whether it mixed channels by itself.
import { isNamedLayout } from './layout.ts';

/** The level of each message stands in front of it. The filters say only at `verbose` what they convert. */
export const LOGGED = ['-nostats', '-loglevel', '+level+verbose'];

/** `[mov,mp4 @ 0x55] [error] moov atom not found`; of the program itself, only `[error] …`. */
const MESSAGE = /^((?:\[[^\]]* @ [^\]]*\] )*)\[(\w+)\] (.*)$/;
const COMPLAINTS = ['error', 'fatal', 'panic'];
const WORRIES = ['warning', ...COMPLAINTS];

/** The messages of the mp4 and Matroska demuxers, and a warning of the mp3 demuxer. */
const CUT_OFF = /partial file|File ended prematurely|filesize and duration do not match/;

/** `ch:2 chl:stereo fmt:fltp r:48000Hz -> ch:1 chl:mono fmt:s16 r:16000Hz` */
const CONVERSION = /\bch:(\d+) chl:(.+) fmt:\S+ r:\d+Hz -> ch:(\d+) chl:/;

/** A damaged file may cause a complaint for each of its packets. The last ones say why ffmpeg gave up. */
const KEPT_COMPLAINTS = 1_000;

export type Log = {
  /** Takes ffmpeg's stderr in pieces. */
  take: (text: string) => void;
  /** A line each. */
  complaints: () => string;
  /** Whether ffmpeg said that the file ends before the end that it declares. */
  isCutOff: () => boolean;
  /**
   * ffmpeg's name of the layout that it mixed into one of fewer channels; the largest if there were several, undefined if
   * there was none, or none that has a name.
   */
  mixedLayout: () => string | undefined;
};

export const makeLog = (): Log => {
  const complaints: string[] = [];
  let mixed: MixedLayout | undefined;
  let isCutOff = false;
  let rest = '';

  const read = (line: string): void => {
    const [, source = '', level = '', message = ''] = MESSAGE.exec(line) ?? [];
    if (WORRIES.includes(level) && CUT_OFF.test(message)) isCutOff = true;
    if (COMPLAINTS.includes(level)) complaints.push(`${source}${message}`);
    if (complaints.length > KEPT_COMPLAINTS) complaints.shift();
    const found = mixedIn(message);
    if (found && found.channels > (mixed?.channels ?? 0)) mixed = found;
  };

  return {
    take: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) read(line);
    },
    complaints: () => complaints.join('\n'),
    isCutOff: () => isCutOff,
    mixedLayout: () => mixed?.layout,
  };
};

type MixedLayout = { channels: number; layout: string };

/** A layout with a name that ffmpeg converts to fewer channels, if that is what it says. */
const mixedIn = (message: string): MixedLayout | undefined => {
  const [, before, layout = '', after] = CONVERSION.exec(message) ?? [];
  const channels = Number(before ?? 0);
  return channels > Number(after ?? 0) && isNamedLayout(layout) ? { channels, layout } : undefined;
};
