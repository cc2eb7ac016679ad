// The weight of each channel in the mix.
import type { Layout } from './layout.ts';

/** As in ffmpeg's own mix to mono: voices are in the centre, and applause is behind. */
const FRONT_SHARE = Math.SQRT1_2;
const OTHER_SHARE = 0.5;

/** The indexes of channels labelled as a subwoofer's (LFE). ffmpeg also labels three unlabelled channels like this. */
export const subwoofersOf = (layout: Layout): number[] => {
  const found = speakersOf(layout).flatMap((speaker, channel) => (isSubwoofer(speaker) ? [channel] : []));
  // If there are no other channels, the label is wrong.
  return found.length === layout.channels ? [] : found;
};

/**
 * One weight for each channel, 1 in total: no mix is louder than its loudest channel.
 * @param heard the indexes of the channels to mix; by default all but a subwoofer's.
 */
export const weightsOf = (layout: Layout, heard?: number[]): number[] => {
  const speakers = speakersOf(layout);
  const hasCenter = speakers.includes('FC');
  const subwoofers = subwoofersOf(layout);
  const shares = Array.from({ length: layout.channels }, (_, channel) => {
    const isHeard = heard ? heard.includes(channel) : !subwoofers.includes(channel);
    return isHeard ? shareOf(speakers[channel], hasCenter) : 0;
  });
  const sum = shares.reduce((all, share) => all + share, 0);
  return shares.map((share) => share / (sum || 1));
};

const shareOf = (speaker: string | undefined, hasCenter: boolean): number => {
  if (!hasCenter || speaker === 'FC') return 1;
  return speaker === 'FL' || speaker === 'FR' ? FRONT_SHARE : OTHER_SHARE;
};

const isSubwoofer = (speaker: string): boolean => speaker.startsWith('LFE');

/** Empty if the layout does not name every decoded channel. */
const speakersOf = ({ channels, speakers }: Layout): string[] =>
  speakers.length === channels ? speakers : [];
