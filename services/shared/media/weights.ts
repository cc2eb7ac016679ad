// How much of each channel goes into the mix. Numbers only.
import type { Layout } from './layout.ts';

/** Bits of a mask: http://msdn.microsoft.com/library/windows/hardware/dn653308 */
const FRONT_CENTER = 0x4;
const FRONT = 0x1 | 0x2;
const SUBWOOFER = 0x8;

/** The shares of ffmpeg's own mix to mono: the voice is in the centre, and behind there is applause. */
const FRONT_SHARE = Math.SQRT1_2;
const OTHER_SHARE = 0.5;

/** The indexes of channels that are labelled as a subwoofer's (LFE). Three channels without labels look the same to ffmpeg. */
export const subwoofersOf = (layout: Layout): number[] =>
  (speakersOf(layout) ?? []).flatMap((speaker, channel) => (speaker === SUBWOOFER ? [channel] : []));

/**
 * One weight for each channel, which together are 1: no mix is louder than its loudest channel.
 * @param heard the indexes of the channels to mix; unless told, all but a subwoofer's.
 */
export const weightsOf = (layout: Layout, heard?: number[]): number[] => {
  const speakers = speakersOf(layout);
  const hasCenter = speakers?.includes(FRONT_CENTER) ?? false;
  const subwoofers = subwoofersOf(layout);
  const shares = Array.from({ length: layout.channels }, (_, channel) => {
    const isHeard = heard ? heard.includes(channel) : !subwoofers.includes(channel);
    return isHeard ? shareOf(speakers?.[channel] ?? 0, hasCenter) : 0;
  });
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => share / (sum || 1));
};

const shareOf = (speaker: number, hasCenter: boolean): number => {
  if (!hasCenter || speaker === FRONT_CENTER) return 1;
  return (speaker & FRONT) !== 0 ? FRONT_SHARE : OTHER_SHARE;
};

/** The bit of each channel; undefined where the mask does not say it of all. */
const speakersOf = ({ channels, mask }: Layout): number[] | undefined => {
  const bits = Array.from({ length: 32 }, (_, bit) => 2 ** bit).filter((bit) => (mask & bit) !== 0);
  return bits.length === channels ? bits : undefined;
};
