// Which channels of a soundtrack to mix, once it is known on which of them somebody speaks. Numbers only.
import { AUDIBLE_SHARE, type ChannelSpeech, SHORTEST_SPEECH_SECONDS } from './channel-look.ts';

/** -20 dB: what is quieter than that beside the voices neither hides them nor makes Whisper invent words. */
const LOUD_SHARE = 0.01;

/**
 * Leaves out what is loud and has no speech: noise, a tone or music on a channel of its own. Takes in a subwoofer's channel
 * on which somebody speaks: ffmpeg labels the third of three channels so.
 * @param subwoofers the indexes of channels that are not in the mix unless asked for.
 * @returns numbers from 1; undefined where the mix of all is right.
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
  // What nobody could hear would only make the others quieter.
  return chosen.filter((number) => (channels[number - 1]?.power ?? 0) >= AUDIBLE_SHARE * voices);
};
