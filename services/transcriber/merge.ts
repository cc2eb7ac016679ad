// Step 3 of a video: writes its chunks' words as txt, srt, vtt and json to the transcript bucket.

import type { Bucket } from '../shared/aws/bucket.ts';
import type { Buckets } from '../shared/aws/clients.ts';
import { originOf } from '../shared/aws/up-to-date.ts';
import { startMeter } from '../shared/bill/meter.ts';
import { render } from '../shared/captions/render.ts';
import { CoverageTooLow, TranscriptTaken, WorkExpired } from '../shared/contracts/errors.ts';
import { coursePrefix, keys, lectureName, TRANSCRIPT_FORMATS } from '../shared/contracts/keys.ts';
import { toMilliseconds } from '../shared/contracts/spans.ts';
import { ChunkWords, type Item, type MergeOutput, Plan, type VideoInput } from '../shared/contracts/steps.ts';
import { Transcript } from '../shared/contracts/transcript.ts';
import { applyCorrections } from '../shared/corrections/apply.ts';
import { readStoredCorrections, type StoredCorrectionsDeps } from '../shared/corrections/stored.ts';
import { listSpans } from '../shared/text/timestamp.ts';
import { buildTranscript, doubtsOf } from './transcript.ts';

const TEXT_FORMATS = ['txt', 'srt', 'vtt'] as const;

/** If they still disagree after this many tries, the other run uses another version of this code. */
const AGREE_TRIES = 5;

export type MergeDeps = {
  buckets: Buckets;
  /** The default for items that do not set it; 0 accepts any coverage. */
  minCoverage: number;
  warn?: (message: string) => void;
};

/** @throws {WorkExpired | TranscriptTaken | CoverageTooLow} and then nothing has been written. */
export const makeMerge =
  ({ buckets: { videos, transcripts }, minCoverage, warn = () => {} }: MergeDeps) =>
  async ({ run, item }: VideoInput): Promise<MergeOutput> => {
    const meter = startMeter();
    const plan = await found(videos.readJson(keys.plan(run, item.Key), Plan), item.Key);
    const chunks = await Promise.all(
      plan.chunks.map((_, chunk) =>
        found(videos.readJson(keys.chunkWords(run, item.Key, chunk), ChunkWords), item.Key),
      ),
    );
    const heard = buildTranscript(plan, chunks);
    const origin = await originOf(transcripts, item.Key);
    if (origin && origin.source.key !== item.Key) throw new TranscriptTaken(item.Key, origin.source.key);
    assertCovered(heard, item.Options?.minCoverage ?? minCoverage);
    const transcript = await correct(heard, item, { bucket: transcripts, warn });
    // The json comes last, because it marks the video as done.
    const texts = render(transcript);
    for (const format of TRANSCRIPT_FORMATS)
      await transcripts.write(keys.transcript(item.Key, format), texts[format]);
    await agree(transcripts, item.Key);
    const merge = meter();
    return {
      duration: transcript.duration,
      words: transcript.segments.reduce((sum, { words }) => sum + words.length, 0),
      hasSpeech: transcript.hasSpeech,
      language: transcript.language,
      coverage: transcript.coverage,
      ...doubtsOf(transcript),
      lostSeconds: transcript.lostSeconds,
      seconds: {
        split: plan.seconds,
        transcribe: toMilliseconds(chunks.reduce((sum, { seconds }) => sum + seconds, 0)),
        merge: merge.seconds,
      },
      chunks: chunks.length,
      gbSeconds: {
        split: plan.gbSeconds ?? 0,
        transcribe: toMilliseconds(chunks.reduce((sum, { gbSeconds = 0 }) => sum + gbSeconds, 0)),
        merge: merge.gbSeconds,
      },
    };
  };

/** Applies people's corrections of what an earlier engine heard, as far as they fit. */
const correct = async (
  heard: Transcript,
  { Key, Prefix }: Item,
  deps: StoredCorrectionsDeps,
): Promise<Transcript> => {
  const prefix = coursePrefix(Key, Prefix);
  const stored = await readStoredCorrections(prefix, deps);
  const own = (stored?.corrections ?? []).filter(({ lecture }) => lecture === lectureName(Key, prefix));
  return own.length === 0 ? heard : applyCorrections(heard, own).transcript;
};

/**
 * Two runs may write at the same time and leave one's txt next to the other's json. So each run looks at all four files
 * after writing; the one that writes last sees the final state. The json decides, no matter which run wrote it.
 */
const agree = async (transcripts: Bucket, key: string): Promise<void> => {
  for (let tries = 0; tries < AGREE_TRIES; tries += 1) {
    const transcript = await transcripts.readJson(keys.transcript(key, 'json'), Transcript);
    if (!transcript) return;
    const { json: _, ...texts } = render(transcript);
    const stored = await Promise.all(
      TEXT_FORMATS.map((format) => transcripts.readText(keys.transcript(key, format))),
    );
    const others = TEXT_FORMATS.filter((format, index) => stored[index] !== texts[format]);
    if (others.length === 0) return;
    for (const format of others) await transcripts.write(keys.transcript(key, format), texts[format]);
  }
};

/** The end of a broken file counts as speech, because nobody knows what it held. */
const assertCovered = ({ source, coverage, lostSeconds }: Transcript, least: number): void => {
  if (least === 0) return;
  if (lostSeconds > 0)
    throw new CoverageTooLow(
      `${source.key} is cut off: its last ${lostSeconds.toFixed(1)} s are not in the file. Export it again, or leave out --strict.`,
    );
  if (coverage.ratio >= least) return;
  throw new CoverageTooLow(
    `${(coverage.ratio * 100).toFixed(1)} % of the speech of ${source.key} has words, and ${(least * 100).toFixed(1)} % are asked for. ` +
      `Missing: ${listSpans(coverage.gaps)}. Try --quality best or a larger model, or leave out --strict.`,
  );
};

const found = async <T>(stored: Promise<T | undefined>, key: string): Promise<T> => {
  const value = await stored;
  if (value === undefined) throw new WorkExpired(key);
  return value;
};
