// Step 3 of a video: its chunks' words as txt, srt, vtt and json in the transcript bucket.
import type { Buckets } from '../shared/aws.ts';
import { ChunkWords, type MergeOutput, Plan, type Transcript, type VideoInput } from '../shared/contracts.ts';
import { EngineFailed, TranscriptTaken, WorkExpired } from '../shared/errors.ts';
import { keys, TRANSCRIPT_FORMATS, type TranscriptFormat } from '../shared/keys.ts';
import { originOf } from '../shared/up-to-date.ts';
import { toCues } from './captions/cues.ts';
import { toSrt } from './captions/srt.ts';
import { toTxt } from './captions/txt.ts';
import { toVtt } from './captions/vtt.ts';
import { buildTranscript } from './transcript.ts';

/** Speech of this length without a single word is a fault of the engine, not a quiet video. */
const SURELY_SPEECH_SECONDS = 5;

export type MergeDeps = { buckets: Buckets };

/** @throws {WorkExpired | TranscriptTaken | EngineFailed} and then nothing was written. */
export const makeMerge =
  ({ buckets: { videos, transcripts } }: MergeDeps) =>
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
    assertHeard(transcript);
    // The json comes last: it is what says that a video is done.
    const texts = render(transcript);
    for (const format of TRANSCRIPT_FORMATS)
      await transcripts.write(keys.transcript(item.Key, format), texts[format]);
    return {
      duration: transcript.duration,
      words: transcript.segments.reduce((sum, { words }) => sum + words.length, 0),
      hasSpeech: transcript.hasSpeech,
      coverage: transcript.coverage.ratio,
      gaps: transcript.coverage.gaps.length,
      seconds: {
        split: plan.seconds,
        transcribe: chunks.reduce((sum, { seconds }) => sum + seconds, 0),
        merge: (performance.now() - started) / 1_000,
      },
    };
  };

const render = (transcript: Transcript): Record<TranscriptFormat, string> => {
  const words = transcript.segments.flatMap((segment) => segment.words);
  const cues = toCues(words);
  return { txt: toTxt(words), srt: toSrt(cues), vtt: toVtt(cues), json: `${JSON.stringify(transcript)}\n` };
};

/** whisper-cli can exit with 0 and give nothing. */
const assertHeard = ({ source, segments, coverage }: Transcript): void => {
  if (segments.length > 0 || coverage.speechSeconds < SURELY_SPEECH_SECONDS) return;
  throw new EngineFailed(`No word was heard in ${coverage.speechSeconds} s of speech in ${source.key}`);
};

const found = async <T>(stored: Promise<T | undefined>, key: string): Promise<T> => {
  const value = await stored;
  if (value === undefined) throw new WorkExpired(key);
  return value;
};
