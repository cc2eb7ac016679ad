// Decodes one soundtrack, stores it and runs the speech detector on it; then does it again with a better mix, if the
// first pass shows that there is one.
import type { Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Span } from '../../shared/contracts/transcript.ts';
import type { Decoded, DecodeOptions } from '../../shared/media/decode.ts';
import { subwoofersOf } from '../../shared/media/weights.ts';
import type { Engine } from '../engine/engine.ts';
import type { EarlyPlace } from '../engine/language.ts';
import { makeRecorder } from '../soundtrack.ts';
import { makeChannelLook } from './channel-look.ts';
import { chooseChannels } from './choose-channels.ts';

/** -40 dBFS: below this the detector begins to miss speech. */
const QUIET_PEAK = 0.01;
/** -72 dBFS: fewer than 8 steps cannot carry a word. */
const LEAST_PEAK = 8 / 32_768;
/** The loudest sample of a quiet soundtrack is raised to this level. */
const AMPLIFIED_PEAK = 0.5;

export type Take = Decoded & {
  speech: Span[];
  early?: EarlyPlace | undefined;
  /** The channels that were mixed, from 1; undefined if none was left out. */
  channels: number[] | undefined;
};

export type TakeOptions = {
  /** Counted from 1; the default soundtrack if not given. */
  audioTrack?: number | undefined;
  /** Whether the mix is to be stored. */
  isKept: boolean;
};

export type TakeDeps = {
  engine: Engine;
  store: (samples: Readable) => Promise<void>;
  /** The path of the video on the scratch disk. */
  video: string;
  /** The video's name, for errors. */
  key: string;
  /** Whether the language is to be found. */
  hearsLanguage?: boolean;
};

/** @throws {VideoUnreadable | VideoWithoutSound | EngineFailed} */
export const makeTake = ({ engine, store, video, key, hearsLanguage }: TakeDeps) => {
  const takeOnce = async (
    { audioTrack, isKept }: TakeOptions,
    mix: Pick<DecodeOptions, 'layout' | 'channels' | 'gain'>,
  ) => {
    const recorder = makeRecorder(engine, isKept ? store : discard, isKept && hearsLanguage);
    const look = makeChannelLook(engine);
    try {
      const options = { ...mix, audioTrack, onWindow: look.take };
      const decoded = await engine.decode(video, key, recorder.record, options);
      const speech = await recorder.speech();
      const take: Take = { ...decoded, speech, early: await recorder.early(), channels: mix.channels };
      return { take, channels: await look.channels(speech) };
    } finally {
      await Promise.all([recorder.settled(), look.settled()]);
    }
  };

  return async (options: TakeOptions): Promise<Take> => {
    const first = await takeOnce(options, {});
    const layout = first.take.widestLayout;
    const { take, channels } = layout ? await takeOnce(options, { layout }) : first;
    const chosen = chooseChannels(channels, subwoofersOf(take.sound.layout));
    const gain = gainFor(take.sound.peak);
    if (!chosen && !gain) return take;
    const again = await takeOnce(options, { layout, channels: chosen, gain });
    return again.take;
  };
};

/** How much to amplify a quiet soundtrack; undefined if it is loud enough, or silent. */
const gainFor = (peak: number): number | undefined =>
  peak >= LEAST_PEAK && peak < QUIET_PEAK ? AMPLIFIED_PEAK / peak : undefined;

const discard = async (samples: Readable): Promise<void> => {
  await finished(samples.resume());
};
