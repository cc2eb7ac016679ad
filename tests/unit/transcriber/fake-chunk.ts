// The second chunk of a video, from 600 s on, and an engine that says what the test wants.
import { setTimeout as sleep } from 'node:timers/promises';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { total, within } from '../../../services/shared/contracts/spans.ts';
import type { EngineSettings, Segment, Span } from '../../../services/shared/contracts/transcript.ts';
import { WINDOW_SECONDS } from '../../../services/transcriber/engine/engine.ts';
import { makeTranscribe } from '../../../services/transcriber/transcribe.ts';
import { cutInPauses } from '../../../services/transcriber/words/cuts.ts';
import { keptSpans } from '../../../services/transcriber/words/timeline.ts';
import { aSettings } from '../../fixtures/transcript.ts';
import { anEngineIdentity, aPlan, fakeBucket } from '../fakes.ts';
import { spans } from './examples.ts';
import { fakeEngine } from './fake-engine.ts';

export const run = '20261122T151500Z-a1b2';
export const key = 'week1/lesson1.mp4';
export const item = { Key: key };
export const wordsKey = keys.chunkWords(run, key, 1);

type Chunk = {
  workers?: number;
  length?: number;
  /** By default, the whole chunk. */
  speech?: string;
  /** The words of the i-th stretch of the chunk; the first stretch takes the longest. */
  answers?: Segment[][];
  transcribe?: (index: number) => Promise<Segment[]>;
  /** The engine's rate before its first job and after each job, possibly by beams. */
  rates?: (number | Record<number, number> | undefined)[];
  /** What the detector finds in a gap, in seconds of its sound; by default nothing. */
  sure?: string;
  language?: string;
  prompt?: string;
  signal?: AbortSignal;
};

/** Remembers the places that were heard, in the order of their stretches, and the settings of each. */
export const prepareChunk = async ({
  workers = 1,
  length = 600,
  answers = [],
  transcribe = async (index) => answers[index] ?? [],
  rates = [],
  sure = '',
  language = 'en',
  prompt = '',
  signal,
  ...chunk
}: Chunk) => {
  const end = 600 + length;
  const speech = spans(chunk.speech ?? `0-${end}`);
  const engineOfPlan = anEngineIdentity({ settings: aSettings({ prompt }) });
  const chunks = spans(`0-600 600-${end}`);
  const videos = fakeBucket('videos', { [keys.soundtrack(run, key)]: Buffer.alloc(8) });
  await videos.writeJson(
    keys.plan(run, key),
    aPlan({ engine: engineOfPlan, duration: end, speech, chunks, language }),
  );
  const stretches = startsOfStretches({ start: 600, end }, speech, workers);
  const saved: string[] = [];
  const settings: EngineSettings[] = [];
  const engine = fakeEngine({
    workers,
    signal,
    transcribe: async (_sound, wanted, { place = '' } = {}) => {
      saved.push(place);
      settings.push(wanted);
      const started = saved.map(startOf);
      const others = stretches.filter((start) => !started.includes(start));
      const index = [...started, ...others].filter((start) => start < startOf(place)).length;
      await sleep(20 * (started.length + others.length - index));
      return transcribe(index);
    },
    findSpeech: async () => spans(sure),
    rate: ({ beamSize }) => {
      const rate = rates[Math.min(saved.length, rates.length - 1)];
      return typeof rate === 'object' ? rate[beamSize] : rate;
    },
  });
  const buckets = { videos, transcripts: fakeBucket('transcripts') };
  return { videos, saved, settings, transcribe: makeTranscribe({ buckets, engine }) };
};

/** Where the stretches of a chunk begin. They are saved in random order. */
const startsOfStretches = (chunk: Span, speech: Span[], workers: number): number[] => {
  const inside = within(chunk, keptSpans(speech, chunk.end));
  const count = Math.max(1, Math.min(workers, Math.floor(total(inside) / WINDOW_SECONDS)));
  return cutInPauses(chunk, count, inside, speech).map(({ start }) => start);
};

/** `600-655.5` begins at 600 s. */
const startOf = (place: string): number => Number(place.split('-')[0]);
