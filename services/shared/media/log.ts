// Reads what ffmpeg logs while it decodes: its complaints, and whether the number of channels changes.
import { isNamedLayout } from './layout.ts';

/** The level of each message stands in front of it. The filters say only at `verbose` what they convert. */
export const LOGGED = ['-nostats', '-loglevel', '+level+verbose'];

/** `[mov,mp4 @ 0x55] [error] moov atom not found`; of the program itself, only `[error] …`. */
const MESSAGE = /^((?:\[[^\]@]* @ [^\]@]*\] )*)\[(\w+)\] (.*)$/;
const COMPLAINTS = ['error', 'fatal', 'panic'];
const WORRIES = ['warning', ...COMPLAINTS];

/** The messages of the mp4 and Matroska demuxers, and a warning of the mp3 demuxer. */
const CUT_OFF = /partial file|File ended prematurely|filesize and duration do not match/;

/**
 * `ch:2 chl:stereo fmt:fltp r:48000Hz -> ch:1 chl:mono fmt:s16 r:16000Hz`; only at the start of a message, since a title may
 * say the same, and with limits, since it may say so a thousand times.
 */
const CONVERSION = /^ch:(\d+) chl:(.{1,200}) fmt:\S{1,20} r:\d+Hz -> ch:(\d+) chl:(.{1,200}) fmt:/;

/** A damaged file may cause a complaint for each of its packets. The last ones say why ffmpeg gave up. */
const KEPT_COMPLAINTS = 1_000;

/** A hostile file may cause a line of megabytes. */
const LONGEST_LINE = 10_000;

export type Log = {
  /** Takes ffmpeg's stderr in pieces. */
  take: (text: string) => void;
  /** A line each. */
  complaints: () => string;
  /** Whether ffmpeg said that the file ends before the end that it declares. */
  isCutOff: () => boolean;
  /**
   * ffmpeg's name of the largest layout, if it mixed channels, or converted to surround sound, which makes what there is
   * quieter; undefined if it did neither, or if the layout has no name.
   */
  widestLayout: () => string | undefined;
};

export const makeLog = (): Log => {
  const complaints: string[] = [];
  let widest: NamedLayout | undefined;
  let isCutOff = false;
  let rest = '';

  const read = (line: string): void => {
    const [, source = '', level = '', message = ''] = MESSAGE.exec(line) ?? [];
    if (WORRIES.includes(level) && CUT_OFF.test(message)) isCutOff = true;
    if (COMPLAINTS.includes(level)) complaints.push(`${source}${message}`);
    if (complaints.length > KEPT_COMPLAINTS) complaints.shift();
    const found = widestIn(message);
    if (found && found.channels > (widest?.channels ?? 0)) widest = found;
  };

  return {
    take: (text) => {
      const lines = (rest + text).split('\n');
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE);
      for (const line of lines) read(line);
    },
    complaints: () => complaints.join('\n'),
    isCutOff: () => isCutOff,
    widestLayout: () => widest?.layout,
  };
};

type NamedLayout = { channels: number; layout: string };

/** The larger side of a conversion, as in `widestLayout`. */
const widestIn = (message: string): NamedLayout | undefined => {
  const [, before = '', from = '', after = '', to = ''] = CONVERSION.exec(message) ?? [];
  const isMixed = Number(before) > Number(after);
  const isSpread = Number(before) < Number(after) && Number(after) > 2;
  const layout = isMixed ? from : to;
  return (isMixed || isSpread) && isNamedLayout(layout)
    ? { channels: Math.max(Number(before), Number(after)), layout }
    : undefined;
};
