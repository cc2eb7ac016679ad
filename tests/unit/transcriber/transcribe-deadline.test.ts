import { basename } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { item, prepareChunk, run, wordsKey } from './fake-chunk.ts';

describe('makeTranscribe, with a clock,', () => {
  const remaining = (seconds: number) => ({ remainingMs: () => seconds * 1_000 });

  it('hears half a minute first where it is not sure to be done in time', async () => {
    const { saved, transcribe } = await prepareChunk({ rates: [undefined, 0.1] });

    await transcribe({ run, item, chunk: 1 }, remaining(100));

    expect(saved.map((path) => basename(path))).toEqual(['1_600-630.wav', '3_600-1200.wav']);
  });

  it('hears nothing first where it surely is', async () => {
    const { saved, transcribe } = await prepareChunk({});

    await transcribe({ run, item, chunk: 1 }, remaining(900));

    expect(saved).toHaveLength(1);
  });

  it('gives up before it starts on a chunk that would not be done', async () => {
    const { videos, saved, transcribe } = await prepareChunk({ rates: [undefined, 2] });

    await expect(transcribe({ run, item, chunk: 1 }, remaining(100))).rejects.toMatchObject({
      name: 'ChunkTooSlow',
    });

    expect(saved).toHaveLength(1);
    expect(await videos.head(wordsKey)).toBeUndefined();
  });

  it('counts the longest stretch, of what is kept: each has a worker of its own', async () => {
    // 62.5 s at two seconds each, and a fifth of it in reserve: 150 s. For the whole chunk it were 283 s.
    const { transcribe } = await prepareChunk({
      length: 120,
      workers: 2,
      speech: '600-655 658-720',
      rates: [2],
    });

    expect(await transcribe({ run, item, chunk: 1 }, remaining(150))).toEqual({ chunk: 1 });
  });
});
