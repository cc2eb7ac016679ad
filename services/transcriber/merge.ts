// Step 3 of a video: its chunks' words as txt, srt, vtt and json in the transcript bucket.
import type { Buckets } from '../shared/aws.ts';
import { ChunkWords, type MergeOutput, Plan, type Transcript, type VideoInput } from '../shared/contracts.ts';
import { WorkExpired } from '../shared/errors.ts';
import { keys, type TranscriptFormat } from '../shared/keys.ts';
import { toCues } from './captions/cues.ts';
import { toSrt } from './captions/srt.ts';
import { toTxt } from './captions/txt.ts';
import { toVtt } from './captions/vtt.ts';
import type { Engine } from './engine.ts';
import { buildTranscript } from './transcript.ts';

export type MergeDeps = { buckets: Buckets; engine: Pick<Engine, 'identity'> };

/** @throws {WorkExpired} */
export const makeMerge =
  ({ buckets: { videos, transcripts }, engine }: MergeDeps) =>
  async ({ run, item }: VideoInput): Promise<MergeOutput> => {
    const started = performance.now();
    const plan = await found(videos.readJson(keys.plan(run, item.Key), Plan), item.Key);
    const chunks = await Promise.all(
      plan.chunks.map((_, chunk) =>
        found(videos.readJson(keys.chunkWords(run, item.Key, chunk), ChunkWords), item.Key),
      ),
    );
    const transcript = buildTranscript(plan, chunks, await engine.identity());
    // The json comes last: it is what says that a video is done.
    for (const [format, text] of Object.entries(render(transcript))) {
      await transcripts.write(keys.transcript(item.Key, format as TranscriptFormat), text);
    }
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

const found = async <T>(stored: Promise<T | undefined>, key: string): Promise<T> => {
  const value = await stored;
  if (value === undefined) throw new WorkExpired(key);
  return value;
};
