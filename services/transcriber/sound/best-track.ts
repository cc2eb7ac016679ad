// Chooses the soundtrack to transcribe: the default one, or, if that has no speech, the first one that has. Recorders
// write several, such as one for each microphone and one for the game.
import { isNamed, type VideoUnreadable } from '../../shared/contracts/errors.ts';
import { toMilliseconds, total } from '../../shared/contracts/spans.ts';
import type { Sound, TrackLook } from '../../shared/contracts/transcript.ts';
import { TOO_SLOW } from '../../shared/media/decode.ts';
import { defaultTrack, type Media } from '../../shared/media/media.ts';
import { remarkOf } from './remarks.ts';
import type { Take, TakeOptions } from './take.ts';

/** How many other soundtracks are tried. No recorder has more, and a stranger's file may have thousands. */
const MOST_OTHERS = 15;

/** Less speech than this may be a mistake of the detector, so the other soundtracks are tried. */
const ENOUGH_SECONDS = 60;
const ENOUGH_SHARE = 0.01;

/** Another soundtrack is taken if it has this many times the speech of the default one. */
const MUCH_MORE = 5;

export type HeardTrack = { take: Take; sound: Sound };

export type TrackDeps = {
  take: (options: TakeOptions) => Promise<Take>;
  probe: () => Promise<Pick<Media, 'tracks'>>;
};

/**
 * Leaves exactly one soundtrack stored.
 * @param requested counted from 1: this one is transcribed, whatever the others hold; a remark says what they hold.
 * @throws whatever `take` throws; VideoUnreadable only if no soundtrack can be decoded.
 */
export const takeBestTrack = async (
  { take, probe }: TrackDeps,
  requested: number | undefined,
): Promise<HeardTrack> => {
  const first = await attempt(take, { audioTrack: requested, isKept: true });
  if (first.fault && requested) throw first.fault;
  if (first.take && (first.take.tracks === 1 || isEnough(first.take)))
    return heard([first.take], requested, first.take);
  const { tracks } = await probe();
  const number = requested ?? defaultTrack(tracks) + 1;
  const others = tracks.map((_, index) => index + 1).filter((track) => track !== number);
  const looks = [first.take ?? faultOf(number, first.fault)];
  const better = await findBetter(take, others.slice(0, MOST_OTHERS), looks, !requested);
  if (better && !requested) return heard(looks, requested, better);
  const used = looks.find(isTake);
  if (!used) throw first.fault;
  // Another soundtrack has been stored over it meanwhile.
  const isGone = !requested && used.speech.length > 0 && looks.length > 1;
  return heard(looks, requested, isGone ? await take({ audioTrack: used.track, isKept: true }) : used);
};

/** Finds the first with much more speech than the first of `looks`, to which it adds those that it examines. */
const findBetter = async (
  take: TrackDeps['take'],
  tracks: number[],
  looks: (Take | Faulty)[],
  isKept: boolean,
): Promise<Take | undefined> => {
  const first = looks.find(isTake);
  for (const audioTrack of tracks) {
    const other = await attempt(take, { audioTrack, isKept });
    looks.push(other.take ?? faultOf(audioTrack, other.fault));
    if (other.take && isMuchMore(other.take, first)) return other.take;
  }
  return undefined;
};

type Attempt = { take: Take; fault?: undefined } | { take?: undefined; fault: VideoUnreadable };
type Faulty = { track: number; why: string };

const attempt = async (take: TrackDeps['take'], options: TakeOptions): Promise<Attempt> => {
  try {
    return { take: await take(options) };
  } catch (error) {
    if (!isUnreadable(error) || error.why === TOO_SLOW) throw error;
    return { fault: error };
  }
};

const isUnreadable = (error: unknown): error is VideoUnreadable => isNamed(error, 'VideoUnreadable');

const faultOf = (track: number, fault: VideoUnreadable | undefined): Faulty => ({
  track,
  why: fault?.why ?? 'unknown',
});
const isTake = (look: Take | Faulty): look is Take => 'speech' in look;

const isEnough = ({ speech, seconds }: Take): boolean =>
  speech.length > 0 && total(speech) >= Math.min(ENOUGH_SECONDS, ENOUGH_SHARE * seconds);

const isMuchMore = (other: Take, first: Take | undefined): boolean =>
  isEnough(other) && total(other.speech) >= MUCH_MORE * total(first?.speech ?? []);

const heard = (looks: (Take | Faulty)[], requested: number | undefined, take: Take): HeardTrack => {
  const { track, channels } = take;
  const looked = looks.map(lookOf);
  const remark = remarkOf({ take, looked, requested });
  return { take, sound: { track, ...(channels && { channels }), looked, ...(remark && { remark }) } };
};

const lookOf = (look: Take | Faulty): TrackLook => {
  if (!isTake(look)) return { track: look.track, channels: 0, peak: 0, speechSeconds: 0, fault: look.why };
  const { track, sound, speech } = look;
  return {
    track,
    channels: sound.layout.channels,
    peak: Math.round(sound.peak * 1e5) / 1e5,
    speechSeconds: toMilliseconds(total(speech)),
  };
};
