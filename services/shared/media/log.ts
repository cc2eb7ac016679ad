// Reads what ffmpeg logs while it decodes: its complaints, and whether it mixed channels by itself.
import { isNamedLayout } from './layout.ts';

/** The level of each message stands in front of it. The filters say only at `verbose` what they convert. */
export const LOGGED = ['-nostats', '-loglevel', '+level+verbose'];

/** `[mov,mp4 @ 0x55] [error] moov atom not found`; of the program itself, only `[error] …`. */
const MESSAGE = /^((?:\[[^\]]* @ [^\]]*\] )*)\[(\w+)\] (.*)$/;
const COMPLAINTS = ['error', 'fatal', 'panic'];

/** `ch:2 chl:stereo fmt:fltp r:48000Hz -> ch:1 chl:mono fmt:s16 r:16000Hz` */
const CONVERSION = /\bch:(\d+) chl:(.+) fmt:\S+ r:\d+Hz -> ch:(\d+) chl:/;

/** A damaged file may cause a complaint for each of its packets. The last ones say why ffmpeg gave up. */
const KEPT_COMPLAINTS = 1_000;

export type Log = {
  /** Takes ffmpeg's stderr in pieces. */
  take: (text: string) => void;
  /** A line each. */
  complaints: () => string;
  /**
   * ffmpeg's name of the layout that it mixed into one of fewer channels; the largest if there were several, undefined if
   * there was none, or none that has a name.
   */
  mixedLayout: () => string | undefined;
};

export const makeLog = (): Log => {
  const complaints: string[] = [];
  let mixed: { channels: number; layout: string } | undefined;
  let rest = '';

  const read = (line: string): void => {
    const [, source = '', level = '', message = ''] = MESSAGE.exec(line) ?? [];
    if (COMPLAINTS.includes(level)) complaints.push(`${source}${message}`);
    if (complaints.length > KEPT_COMPLAINTS) complaints.shift();
    const [, before, layout = '', after] = CONVERSION.exec(message) ?? [];
    const channels = Number(before ?? 0);
    const isMixed = channels > Number(after ?? 0) && isNamedLayout(layout);
    if (isMixed && channels > (mixed?.channels ?? 0)) mixed = { channels, layout };
  };

  return {
    take: (text) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) read(line);
    },
    complaints: () => complaints.join('\n'),
    mixedLayout: () => mixed?.layout,
  };
};
