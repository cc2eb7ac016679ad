// An engine that starts no program. By default it hears nobody and returns no words.
import { Readable } from 'node:stream';
import type { Decoded } from '../../../services/shared/media/decode.ts';
import type { Engine } from '../../../services/transcriber/engine/engine.ts';
import { anEngineIdentity } from '../fakes.ts';

/** Passes `bytes` of silence to the sink in chunks, like ffmpeg. */
export const decodesBytes =
  (bytes: number): Engine['decode'] =>
  async (_video, _key, sink) => {
    await sink(Readable.from(bytes === 0 ? [] : [Buffer.alloc(bytes)]));
    return aDecoded({ seconds: bytes / 32_000 });
  };

/** A file with a single soundtrack, in mono. */
export const aDecoded = (fields: Partial<Decoded> = {}): Decoded => ({
  track: 1,
  tracks: 1,
  sound: { layout: { channels: 1, speakers: [] }, peak: 0, cancelledSeconds: 0 },
  widestLayout: undefined,
  seconds: 0,
  lostSeconds: 0,
  ...fields,
});

export const fakeEngine = (fields: Partial<Engine> = {}): Engine => ({
  workers: 1,
  signal: undefined,
  identity: async () => anEngineIdentity(),
  countTokens: async () => 0,
  probe: async () => ({
    demuxer: 'mov',
    seconds: 0,
    startSeconds: 0,
    tracks: [{ isDefault: true, layout: { channels: 1, speakers: [] } }],
    soundBytes: 0,
    hasPictures: true,
  }),
  decode: decodesBytes(0),
  findSpeech: async () => [],
  detectLanguage: async () => ({ language: 'en', probability: 0.9 }),
  transcribe: async () => [],
  rate: () => undefined,
  modelBytes: async () => 43_000_000,
  close: async () => {},
  ...fields,
});
