// An engine that starts no program: hears nobody and says nothing, unless told.
import { Readable } from 'node:stream';
import type { Engine } from '../../../services/transcriber/engine.ts';
import { anEngineIdentity } from '../fakes.ts';

/** Hands `bytes` of silence to the sink, as ffmpeg does: in chunks. */
export const decodesBytes =
  (bytes: number): Engine['decode'] =>
  async (_video, _key, sink) => {
    await sink(Readable.from(bytes === 0 ? [] : [Buffer.alloc(bytes)]));
    return { seconds: bytes / 32_000, lostSeconds: 0 };
  };

export const fakeEngine = (fields: Partial<Engine> = {}): Engine => ({
  workers: 1,
  identity: async () => anEngineIdentity(),
  countTokens: async () => 0,
  decode: decodesBytes(0),
  findSpeech: async () => [],
  detectLanguages: async (wavs) => wavs.map(() => ({ language: 'en', probability: 0.9 })),
  transcribe: async () => [],
  rate: () => undefined,
  modelBytes: async () => 43_000_000,
  ...fields,
});
