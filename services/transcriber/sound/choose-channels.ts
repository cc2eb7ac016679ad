// Chooses which channels of a soundtrack to mix, from what is known about the speech on each. Numbers only.
import { AUDIBLE_SHARE, type ChannelSpeech, SHORTEST_SPEECH_SECONDS } from './channel-look.ts';

/** -20 dB: sound that is this much quieter than the voices does not hide them or make Whisper invent words. */
const LOUD_SHARE = 0.01;

/**
 * Leaves out channels that are loud and have no speech: noise, a tone, or music on a channel of its own. Adds a
 * subwoofer channel on which somebody speaks, because ffmpeg labels the third of three channels a subwoofer.
 * @param subwoofers the indexes of channels that are not in the mix by default.
 * @returns channel numbers from 1; undefined if the default mix is right.
 */
export const chooseChannels = (channels: ChannelSpeech[], subwoofers: number[]): number[] | undefined => {
  const isSpoken = ({ seconds }: ChannelSpeech) => seconds >= SHORTEST_SPEECH_SECONDS;
  const voices = channels.filter(isSpoken).reduce((sum, { power }) => sum + power, 0);
  if (voices === 0) return undefined;
  const isInTheWay = (channel: ChannelSpeech) =>
    channel.isLookedAt && !isSpoken(channel) && channel.power >= LOUD_SHARE * voices;
  const isWanted = (channel: ChannelSpeech, index: number) =>
    subwoofers.includes(index) ? isSpoken(channel) && channel.isLookedAt : !isInTheWay(channel);
  const chosen = channels.flatMap((channel, index) => (isWanted(channel, index) ? [index + 1] : []));
  const mixed = channels.length - subwoofers.length;
  const isMix = chosen.length === mixed && chosen.every((number) => !subwoofers.includes(number - 1));
  if (isMix) return undefined;
  // An inaudible channel would only make the others quieter.
  return chosen.filter((number) => (channels[number - 1]?.power ?? 0) >= AUDIBLE_SHARE * voices);
};
