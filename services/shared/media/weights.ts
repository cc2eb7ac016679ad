// How much of each channel goes into the mix. Numbers only.
import type { Layout } from './layout.ts';

/** The shares of ffmpeg's own mix to mono: the voice is in the centre, and behind there is applause. */
const FRONT_SHARE = Math.SQRT1_2;
const OTHER_SHARE = 0.5;

/** The indexes of channels that are labelled as a subwoofer's (LFE). Three channels without labels look the same to ffmpeg. */
export const subwoofersOf = (layout: Layout): number[] => {
  const found = speakersOf(layout).flatMap((speaker, channel) => (isSubwoofer(speaker) ? [channel] : []));
  // A file with nothing else is labelled wrongly.
  return found.length === layout.channels ? [] : found;
};

/**
 * One weight for each channel, which together are 1: no mix is louder than its loudest channel.
 * @param heard the indexes of the channels to mix; unless told, all but a subwoofer's.
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

/** None where the layout does not say it of every channel, or of another number than were decoded. */
const speakersOf = ({ channels, speakers }: Layout): string[] =>
  speakers.length === channels ? speakers : [];
