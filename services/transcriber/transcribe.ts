// Step 2 of a video: transcribes one chunk. Each core runs one engine process, on its own stretch of the chunk.
import pLimit from 'p-limit';
import type { Buckets } from '../shared/aws/clients.ts';
import { startMeter } from '../shared/bill/meter.ts';
import { WorkExpired } from '../shared/contracts/errors.ts';
import { keys } from '../shared/contracts/keys.ts';
import { total, within } from '../shared/contracts/spans.ts';
import { type ChunkInput, ChunkWords, type Heard, Plan } from '../shared/contracts/steps.ts';
import type { Span } from '../shared/contracts/transcript.ts';
import { settle } from '../shared/system/settle.ts';
import { assertInTime, type Clock } from './engine/deadline.ts';
import { type Engine, WINDOW_SECONDS } from './engine/engine.ts';
import { makeHear } from './engine/hear.ts';
import { readParts } from './soundtrack.ts';
import { cutInPauses } from './words/cuts.ts';
import { keptSpans, toSoundtrack } from './words/timeline.ts';

export type TranscribeDeps = { buckets: Buckets; engine: Engine };
/** The words stay in S3, because a state holds at most 256 KiB. */
export type TranscribeOutput = { chunk: number };

/**
 * Writes the chunk's words below `work/`, in seconds of the whole video. Does nothing if they are already there.
 * @throws {WorkExpired | ChunkTooSlow | EngineFailed}
 */
export const makeTranscribe = ({ buckets: { videos }, engine }: TranscribeDeps) => {
  // On one machine all chunks are asked for at once. Only the sound that is heard, and that of the next stretch, is in memory.
  const turn = pLimit(engine.workers + 1);
  return async ({ run, item, chunk }: ChunkInput, clock?: Clock): Promise<TranscribeOutput> => {
    const key = item.Key;
    const plan = await videos.readJson(keys.plan(run, key), Plan);
    const whole = plan?.chunks[chunk];
    if (!plan || !whole) throw new WorkExpired(key);
    if (await videos.readJson(keys.chunkWords(run, key, chunk), ChunkWords)) return { chunk };

    const meter = startMeter();
    const stretches = await hearAll(run, key, plan, whole, clock);
    const words: ChunkWords = { stretches, ...meter() };
    await videos.writeJson(keys.chunkWords(run, key, chunk), words);
    return { chunk };
  };

  async function hearAll(
    run: string,
    key: string,
    { speech, duration, engine: { settings }, language }: Plan,
    whole: Span,
    clock?: Clock,
  ): Promise<Heard[]> {
    const read = (parts: Span[]) => readParts(videos, run, key, parts);
    const hear = makeHear({ engine, read, clock });
    const kept = keptSpans(speech, duration);
    const task = { kept, speech, settings: { ...settings, language } };
    const inside = within(whole, kept);
    const stretches = cutInPauses(whole, stretchCount(total(inside), engine.workers), inside, speech);
    const lengths = stretches.map((stretch) => total(within(stretch, inside)));
    if (clock) {
      const probed = { start: whole.start, end: toSoundtrack(inside, WINDOW_SECONDS) };
      // Without any speech nothing counts as a gap, so nothing is heard twice.
      const probe = async () => void (await hear({ ...task, speech: [], stretch: probed }));
      const { modelBytes } = engine;
      const rate = () => engine.rate(task.settings);
      await assertInTime(key, Math.max(...lengths), { modelBytes, rate }, clock, probe);
    }
    return settle(
      stretches.map((stretch) =>
        turn(() => {
          engine.signal?.throwIfAborted();
          return hear({ ...task, stretch });
        }),
      ),
    );
  }
};

/** Stretches shorter than a window would cost more: some silence is heard after each. */
const stretchCount = (seconds: number, workers: number): number =>
  Math.max(1, Math.min(workers, Math.floor(seconds / WINDOW_SECONDS)));
