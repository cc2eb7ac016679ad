// Step 3 of a video: its chunks' words as txt, srt, vtt and json in the transcript bucket.
import type { Buckets } from '../shared/aws.ts';
import { ChunkWords, type MergeOutput, Plan, type Transcript, type VideoInput } from '../shared/contracts.ts';
import { CoverageTooLow, TranscriptTaken, WorkExpired } from '../shared/errors.ts';
import { keys, TRANSCRIPT_FORMATS, type TranscriptFormat } from '../shared/keys.ts';
import { originOf } from '../shared/up-to-date.ts';
import { toCues } from './captions/cues.ts';
import { toSrt } from './captions/srt.ts';
import { clock } from './captions/timestamp.ts';
import { toTxt } from './captions/txt.ts';
import { toVtt } from './captions/vtt.ts';
import { toMilliseconds } from './spans.ts';
import { buildTranscript } from './transcript.ts';

/** A message is no list. */
const LISTED_GAPS = 5;

export type MergeDeps = {
  buckets: Buckets;
  /** For items that say nothing of it; 0 asks for nothing. */
  minCoverage: number;
};

/** @throws {WorkExpired | TranscriptTaken | CoverageTooLow} and then nothing was written. */
export const makeMerge =
  ({ buckets: { videos, transcripts }, minCoverage }: MergeDeps) =>
  async ({ run, item }: VideoInput): Promise<MergeOutput> => {
    const started = performance.now();
    const plan = await found(videos.readJson(keys.plan(run, item.Key), Plan), item.Key);
    const chunks = await Promise.all(
      plan.chunks.map((_, chunk) =>
        found(videos.readJson(keys.chunkWords(run, item.Key, chunk), ChunkWords), item.Key),
      ),
    );
    const transcript = buildTranscript(plan, chunks);
    const origin = await originOf(transcripts, item.Key);
    if (origin && origin.source.key !== item.Key) throw new TranscriptTaken(item.Key, origin.source.key);
    assertCovered(transcript, item.Options?.minCoverage ?? minCoverage);
    // The json comes last: it is what says that a video is done.
    const texts = render(transcript);
    for (const format of TRANSCRIPT_FORMATS)
      await transcripts.write(keys.transcript(item.Key, format), texts[format]);
    return {
      duration: transcript.duration,
      words: transcript.segments.reduce((sum, { words }) => sum + words.length, 0),
      hasSpeech: transcript.hasSpeech,
      language: transcript.language,
      coverage: transcript.coverage,
      lostSeconds: transcript.lostSeconds,
      seconds: {
        split: plan.seconds,
        transcribe: toMilliseconds(chunks.reduce((sum, { seconds }) => sum + seconds, 0)),
        merge: toMilliseconds((performance.now() - started) / 1_000),
      },
    };
  };

const render = (transcript: Transcript): Record<TranscriptFormat, string> => {
  const words = transcript.segments.flatMap((segment) => segment.words);
  const cues = toCues(words);
  return { txt: toTxt(words), srt: toSrt(cues), vtt: toVtt(cues), json: `${JSON.stringify(transcript)}\n` };
};

/** The end of a broken file counts as speech: nobody knows better. */
const assertCovered = ({ source, coverage, lostSeconds }: Transcript, least: number): void => {
  if (least === 0) return;
  if (lostSeconds > 0)
    throw new CoverageTooLow(
      `${source.key} is cut off: its last ${lostSeconds.toFixed(1)} s are not in the file. Export and send it again, or leave out --strict.`,
    );
  if (coverage.ratio >= least) return;
  const gaps = coverage.gaps.map(({ start, end }) => `${clock(start)} to ${clock(end)}`);
  throw new CoverageTooLow(
    `${(coverage.ratio * 100).toFixed(1)} % of the speech of ${source.key} has words, and ${(least * 100).toFixed(1)} % are asked for. ` +
      `Missing: ${gaps.slice(0, LISTED_GAPS).join(', ')}. Try --quality best or a larger model, or leave out --strict.`,
  );
};

const found = async <T>(stored: Promise<T | undefined>, key: string): Promise<T> => {
  const value = await stored;
  if (value === undefined) throw new WorkExpired(key);
  return value;
};
