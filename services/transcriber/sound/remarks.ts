// Describes what was found in a file's sound, for people to read. Text only.
import type { Sound, TrackLook } from '../../shared/contracts/transcript.ts';
import type { Take } from './take.ts';

/** -60 dBFS: the level of a microphone that is switched off. */
const SILENT_PEAK = 0.001;

/** Channels that cancel each other for a shorter time do so by accident, in music. */
const LEAST_CANCELLED_SECONDS = 1;

export type Found = {
  take: Pick<Take, 'track' | 'channels' | 'sound'>;
  looked: TrackLook[];
  /** The soundtrack that `--audio-track` asks for. */
  requested: number | undefined;
};

/** Says what is unusual about the sound that was transcribed; undefined if it is the mix of the default soundtrack. */
export const remarkOf = ({ take, looked, requested }: Found): string | undefined => {
  const remarks = [trackRemark(take.track, looked, requested), channelRemark(take), phaseRemark(take)];
  return remarks.filter(Boolean).join('; ') || undefined;
};

const trackRemark = (
  used: number,
  looked: TrackLook[],
  requested: number | undefined,
): string | undefined => {
  const others = looked.filter(({ track }) => track !== used);
  if (others.length === 0) return undefined;
  const voice = others.find(({ speechSeconds }) => speechSeconds > 0);
  if (requested) {
    const hint = voice && `audio track ${requested} has hardly any speech or none, and ${describe(voice)}`;
    return hint && `${hint}: try --audio-track ${voice.track}`;
  }
  const [first] = looked;
  return first?.track === used
    ? undefined
    : `audio track ${used} was used, since ${others.map(describe).join(', ')}`;
};

const channelRemark = ({ track, channels, sound }: Found['take']): string | undefined =>
  channels &&
  `of audio track ${track} only ${channels.length === 1 ? 'channel' : 'channels'} ${list(channels)} of ${sound.layout.channels} ${channels.length === 1 ? 'was' : 'were'} used: nobody speaks on the others`;

const phaseRemark = ({ track, sound }: Found['take']): string | undefined =>
  sound.cancelledSeconds < LEAST_CANCELLED_SECONDS
    ? undefined
    : `the channels of audio track ${track} cancel each other out (opposite phase) for ${Math.round(sound.cancelledSeconds)} s: one of them was used there`;

const list = (numbers: number[]): string =>
  [numbers.slice(0, -1).join(', '), numbers.at(-1)].filter(Boolean).join(' and ');

/** Says what was examined when no speech was found. */
export const describeSound = ({ looked }: Sound): string => `${looked.map(describe).join(', ')}`;

const describe = ({ track, channels, peak, speechSeconds, fault }: TrackLook): string => {
  const name = `audio track ${track}`;
  if (fault) return `${name} cannot be decoded (${fault})`;
  if (speechSeconds > 0) return `${name} has ${speechSeconds.toFixed(1)} s of speech`;
  const those = channels === 1 ? 'mono' : `${channels} channels`;
  if (peak === 0) return `${name} (${those}) is silent`;
  const level = `${Math.round(20 * Math.log10(peak))} dBFS`;
  if (peak < SILENT_PEAK) return `${name} (${those}) is as good as silent (peak ${level})`;
  return `nobody speaks on audio track ${track} (${those}, peak ${level})`;
};
