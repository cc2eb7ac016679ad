// Step 2 of a video: the words of one chunk. One whisper-cli process a core, each on its own stretch of the chunk.
import { join } from 'node:path';
import type { Buckets } from '../shared/aws.ts';
import { type ChunkInput, ChunkWords, Plan, type Segment, type Span } from '../shared/contracts.ts';
import { WorkExpired } from '../shared/errors.ts';
import { keys } from '../shared/keys.ts';
import { withScratch } from '../shared/scratch.ts';
import { cutInPauses, toMilliseconds } from './cuts.ts';
import type { Engine } from './engine.ts';

/** Whisper encodes 30 s windows, so a shorter stretch costs as much as one of 30 s. */
const SHORTEST_STRETCH_SECONDS = 30;

export type TranscribeDeps = { buckets: Buckets; engine: Engine };
/** The words themselves stay in S3: a state holds at most 256 KiB. */
export type TranscribeOutput = { chunk: number };

/**
 * Writes the chunk's words below `work/`, in seconds of the whole video; does nothing again for a chunk that has them.
 * @throws {WorkExpired | ScratchFull | EngineFailed}
 */
export const makeTranscribe = ({ buckets: { videos }, engine }: TranscribeDeps) => {
  return async ({ run, item, chunk }: ChunkInput): Promise<TranscribeOutput> => {
    const key = item.Key;
    const plan = await videos.readJson(keys.plan(run, key), Plan);
    const whole = plan?.chunks[chunk];
    if (!plan || !whole) throw new WorkExpired(key);
    if (await videos.readJson(keys.chunkWords(run, key, chunk), ChunkWords)) return { chunk };

    const started = performance.now();
    const stretches = cutInPauses(whole, stretchCount(whole, engine.workers), plan.speech);
    const segments = await withScratch(key, async (folder) => {
      const audio = join(folder, 'chunk.flac');
      const etag = await videos.download(keys.chunkAudio(run, key, chunk), audio);
      if (etag === undefined) throw new WorkExpired(key);
      return hear(audio, whole.start, stretches, folder);
    });
    const words: ChunkWords = { segments, seconds: (performance.now() - started) / 1_000 };
    await videos.writeJson(keys.chunkWords(run, key, chunk), words);
    return { chunk };
  };

  /** @param offset where the audio starts in the video, in seconds. */
  async function hear(audio: string, offset: number, stretches: Span[], folder: string): Promise<Segment[]> {
    const pieces = stretches.map((stretch, index) => ({
      stretch,
      start: stretch.start - offset,
      end: stretch.end - offset,
      path: join(folder, `${index}.wav`),
    }));
    await engine.cut(audio, pieces);
    // All of them are awaited, also when one fails: none may outlive its step.
    const heard = await Promise.allSettled(
      pieces.map(async ({ path, stretch }) =>
        (await engine.transcribe(path)).map((segment) => shift(segment, stretch)),
      ),
    );
    return heard.flatMap((result) => {
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    });
  }
};

const stretchCount = ({ start, end }: Span, workers: number): number =>
  Math.max(1, Math.min(workers, Math.floor((end - start) / SHORTEST_STRETCH_SECONDS)));

/** From seconds of a stretch to seconds of the video; Whisper pads its last window, so an end may lie outside. */
const shift = (segment: Segment, stretch: Span): Segment => {
  const at = (seconds: number) => toMilliseconds(Math.min(stretch.start + seconds, stretch.end));
  const moved = <T extends Span>(span: T): T => ({ ...span, start: at(span.start), end: at(span.end) });
  return { ...moved(segment), words: segment.words.map(moved) };
};
