import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ChunkWords, type Segment } from '../../../services/shared/contracts.ts';
import { EngineFailed } from '../../../services/shared/errors.ts';
import { keys } from '../../../services/shared/keys.ts';
import type { Engine } from '../../../services/transcriber/engine.ts';
import type { Piece } from '../../../services/transcriber/ffmpeg.ts';
import { makeTranscribe } from '../../../services/transcriber/transcribe.ts';
import { anEngineIdentity, aPlan, fakeBucket } from '../fakes.ts';

const run = '20261122T151500Z-a1b2';
const key = 'week1/lesson1.mp4';
const item = { Key: key };
const wordsKey = keys.chunkWords(run, key, 1);

const segment = (start: number, end: number, text = 'Hello'): Segment => ({
  start,
  end,
  text,
  words: [{ start, end, text, probability: 0.9 }],
});

/** Hears `heard[i]` in the i-th stretch, the first stretch last; remembers the pieces that it was to cut. */
const fakeEngine = (workers: number, heard: Segment[][]) => {
  const pieces: Piece[] = [];
  const engine: Engine = {
    workers,
    identity: async () => anEngineIdentity(),
    decode: async () => 0,
    findSpeech: async () => [],
    cut: async (_soundtrack, wanted) => {
      pieces.push(...wanted);
      for (const { path } of wanted) await writeFile(path, 'sound');
    },
    transcribe: async (wav) => {
      const index = pieces.findIndex(({ path }) => path === wav);
      await new Promise((resolve) => setTimeout(resolve, 10 * (pieces.length - index)));
      return heard[index] ?? [];
    },
  };
  return { engine, pieces };
};

/** The second chunk of a video, 600 s to `600 + length` s, is the one to transcribe. */
const prepare = async ({
  workers = 1,
  length = 600,
  heard = [] as Segment[][],
  speech = [] as Segment[],
}) => {
  const end = 600 + length;
  const chunks = [
    { start: 0, end: 600 },
    { start: 600, end },
  ];
  const videos = fakeBucket('videos', { [keys.chunkAudio(run, key, 1)]: 'audio' });
  await videos.writeJson(keys.plan(run, key), aPlan({ duration: end, chunks, speech }));
  const { engine, pieces } = fakeEngine(workers, heard);
  const buckets = { videos, transcripts: fakeBucket('transcripts') };
  return { videos, engine, pieces, buckets, transcribe: makeTranscribe({ buckets, engine }) };
};

describe('makeTranscribe', () => {
  it('leaves the words of the chunk in seconds of the whole video', async () => {
    const { videos, transcribe } = await prepare({ heard: [[segment(1.25, 2.5)]] });

    const output = await transcribe({ run, item, chunk: 1 });

    expect(output).toEqual({ chunk: 1 });
    const words = await videos.readJson(wordsKey, ChunkWords);
    expect(words?.segments).toEqual([segment(601.25, 602.5)]);
  });

  it.each([
    [29, 4, 1],
    [59, 4, 1],
    [60, 4, 2],
    [119, 4, 3],
    [600, 4, 4],
    [600, 1, 1],
    [600, 6, 6],
  ])('cuts %i s for %i workers into %i stretches', async (length, workers, count) => {
    const { pieces, transcribe } = await prepare({ length, workers });

    await transcribe({ run, item, chunk: 1 });

    expect(pieces).toHaveLength(count);
  });

  it('cuts the stretches out of the chunk, in its pauses', async () => {
    const speech = [segment(600, 655), segment(658, 720)];
    const { pieces, transcribe } = await prepare({ length: 120, workers: 2, speech });

    await transcribe({ run, item, chunk: 1 });

    expect(pieces.map(({ start, end }) => [start, end])).toEqual([
      [0, 57.5],
      [57.5, 120],
    ]);
  });

  it('shifts each segment by its stretch and keeps their order, whichever ends first', async () => {
    const heard = [[segment(0, 1, 'one'), segment(1, 2, 'two')], [segment(0.5, 1, 'three')]];
    const { videos, transcribe } = await prepare({ length: 120, workers: 2, heard });

    await transcribe({ run, item, chunk: 1 });

    const words = await videos.readJson(wordsKey, ChunkWords);
    expect(words?.segments).toEqual([
      segment(600, 601, 'one'),
      segment(601, 602, 'two'),
      segment(660.5, 661, 'three'),
    ]);
  });

  it('ends what reaches into the padding of Whisper’s last window with the stretch', async () => {
    const { videos, transcribe } = await prepare({ length: 10, heard: [[segment(9, 30), segment(25, 30)]] });

    await transcribe({ run, item, chunk: 1 });

    const words = await videos.readJson(wordsKey, ChunkWords);
    expect(words?.segments).toEqual([segment(609, 610), segment(610, 610)]);
  });

  it('does nothing again for a chunk that has its words', async () => {
    const { videos, pieces, transcribe } = await prepare({});
    await videos.writeJson(wordsKey, { segments: [], seconds: 7 });

    await transcribe({ run, item, chunk: 1 });

    expect(pieces).toEqual([]);
    expect(await videos.readJson(wordsKey, ChunkWords)).toMatchObject({ seconds: 7 });
  });

  it('does a chunk again whose words are torn', async () => {
    const { videos, pieces, transcribe } = await prepare({});
    await videos.write(wordsKey, '{"segments": [');

    await transcribe({ run, item, chunk: 1 });

    expect(pieces).not.toEqual([]);
    expect(await videos.readJson(wordsKey, ChunkWords)).toBeDefined();
  });

  it.each([
    ['the plan', 1, keys.plan(run, key)],
    ['the audio', 1, keys.chunkAudio(run, key, 1)],
    ['a chunk of this number', 2, ''],
  ])('fails where %s is gone', async (_what, chunk, gone) => {
    const { videos, transcribe } = await prepare({});
    videos.objects.delete(gone);

    await expect(transcribe({ run, item, chunk })).rejects.toMatchObject({
      name: 'WorkExpired',
      message: expect.stringContaining(key),
    });
  });

  it('leaves no words where one of the stretches fails', async () => {
    const { videos, engine, buckets, pieces } = await prepare({ length: 120, workers: 2 });
    const fails = async (wav: string) => {
      if (wav === pieces[1]?.path) throw new EngineFailed('whisper-cli gave no whole result');
      return [segment(0, 1)];
    };
    const transcribe = makeTranscribe({ buckets, engine: { ...engine, transcribe: fails } });

    await expect(transcribe({ run, item, chunk: 1 })).rejects.toMatchObject({ name: 'EngineFailed' });

    expect(await videos.head(wordsKey)).toBeUndefined();
  });
});
