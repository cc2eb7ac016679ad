// Finds out on which channels of a soundtrack somebody speaks, while it is decoded. Only channels that differ are
// examined: if all sound alike, any of them stands for the mix. A channel on which speech was found is not examined
// again.
import pLimit from 'p-limit';
import { total, within } from '../../shared/contracts/spans.ts';
import type { Span } from '../../shared/contracts/transcript.ts';
import { WINDOW_FRAMES } from '../../shared/media/mix.ts';
import type { Window } from '../../shared/media/mixing.ts';
import { SAMPLE_RATE } from '../../shared/media/pcm.ts';
import type { Engine } from '../engine/engine.ts';
import { LIKELY } from '../engine/vad.ts';

const PIECE_SECONDS = 60;
const PIECE_WINDOWS = (PIECE_SECONDS * SAMPLE_RATE) / WINDOW_FRAMES;

/** Less than a word is a mistake of the detector. */
export const SHORTEST_SPEECH_SECONDS = 1;

/** The share of power that a channel has in common with the mix: 0.95 or more for a voice in the middle of a stereo mix. */
const ALIKE = 0.9;

/** -60 dBFS: the noise of a channel with nothing connected to it. */
const AUDIBLE_PEAK = 33;
/** -40 dB: next to a channel that is this much louder, a channel cannot be heard and does no harm. */
export const AUDIBLE_SHARE = 1e-4;

/** What is known about each channel, by its index. */
export type ChannelSpeech = {
  seconds: number;
  /** The sum of squares over the whole soundtrack. */
  power: number;
  /** True if the detector listened to this channel alone. */
  isLookedAt: boolean;
};

type Piece = { span: Span; audible: number[]; areAlike: boolean };

export const makeChannelLook = (engine: Pick<Engine, 'workers' | 'findSpeech'>) => {
  const channels: ChannelSpeech[] = [];
  const pieces: Piece[] = [];
  const limit = pLimit(engine.workers);
  let windows: Window[] = [];
  let looking: Promise<unknown> = Promise.resolve();

  const take = async (window: Window): Promise<void> => {
    if (window.layout.channels === 1) return;
    windows.push(window);
    if (windows.length === PIECE_WINDOWS) await endPiece();
  };

  const endPiece = async (): Promise<void> => {
    const sound = windows;
    windows = [];
    // One piece is examined while the next one is decoded.
    await looking;
    const piece = measure(sound, pieces.length * PIECE_SECONDS, channels);
    pieces.push(piece);
    const isOpen = (index: number) => (channels[index]?.seconds ?? 0) < SHORTEST_SPEECH_SECONDS;
    const open = piece.areAlike ? [] : piece.audible.filter(isOpen);
    looking = Promise.all(open.map((index) => limit(() => lookAt(index, sound))));
    looking.catch(() => {});
  };

  const lookAt = async (index: number, sound: Window[]): Promise<void> => {
    const speech = await engine.findSpeech(samplesOfChannel(index, sound), LIKELY);
    const channel = channels[index];
    if (channel) channels[index] = { ...channel, seconds: channel.seconds + total(speech), isLookedAt: true };
  };

  return {
    take,
    /** @param speech of the mix; if all channels are alike, each of them has it. */
    channels: async (speech: Span[]): Promise<ChannelSpeech[]> => {
      if (windows.length > 0) await endPiece();
      await looking;
      return channels.map((channel, index) => ({
        ...channel,
        seconds: pieces
          .filter(({ areAlike, audible }) => areAlike && audible.includes(index))
          .reduce((sum, { span }) => sum + total(within(span, speech)), channel.seconds),
      }));
    },
    /** Call it after a failure, too: no detector may run on after its step. */
    settled: () => Promise.allSettled([looking]),
  };
};

const NOTHING: ChannelSpeech = { seconds: 0, power: 0, isLookedAt: false };

/** Adds the piece's power to `channels`. */
const measure = (sound: Window[], start: number, channels: ChannelSpeech[]): Piece => {
  const count = sound[0]?.layout.channels ?? 0;
  const sum = (of: (window: Window) => number) => sound.reduce((all, window) => all + of(window), 0);
  const mix = sum(({ powers }) => powers.mix);
  const each = Array.from({ length: count }, (_, index) => ({
    power: sum(({ powers }) => powers.channels[index] ?? 0),
    withMix: sum(({ powers }) => powers.withMix[index] ?? 0),
    peak: Math.max(...sound.map(({ powers }) => powers.peaks[index] ?? 0)),
  }));
  const loudest = Math.max(...each.map(({ power }) => power));
  const audible = each.flatMap(({ power, peak }, index) =>
    peak >= AUDIBLE_PEAK && power >= AUDIBLE_SHARE * loudest ? [index] : [],
  );
  const areAlike = audible.every((index) => {
    const { power, withMix } = each[index] ?? { power: 0, withMix: 0 };
    return withMix > 0 && withMix * withMix >= ALIKE * power * mix;
  });
  for (const [index, { power }] of each.entries()) {
    const before = channels[index] ?? NOTHING;
    channels[index] = { ...before, power: before.power + power };
  }
  return { span: { start, end: start + PIECE_SECONDS }, audible, areAlike };
};

const samplesOfChannel = (channel: number, sound: Window[]): Buffer => {
  const frames = sound.reduce((sum, { mono }) => sum + mono.length, 0);
  const samples = new Int16Array(frames);
  let at = 0;
  for (const { samples: all, layout } of sound)
    for (let from = channel; from < all.length; from += layout.channels) samples[at++] = all[from] ?? 0;
  return Buffer.from(samples.buffer);
};
