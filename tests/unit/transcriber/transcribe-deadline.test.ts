import { describe, expect, it } from '@jest/globals';
import { ChunkWords } from '../../../services/shared/contracts/steps.ts';
import { segment } from './examples.ts';
import { item, prepareChunk, run, wordsKey } from './fake-chunk.ts';

describe('makeTranscribe, with a clock,', () => {
  const remaining = (seconds: number) => ({ remainingMs: () => seconds * 1_000 });

  it('hears half a minute first if it is not sure to finish in time', async () => {
    const { saved, transcribe } = await prepareChunk({ rates: [undefined, 0.1] });

    await transcribe({ run, item, chunk: 1 }, remaining(100));

    expect(saved).toEqual(['600-630', '600-1200']);
  });

  it('hears nothing first if it is sure', async () => {
    const { saved, transcribe } = await prepareChunk({});

    await transcribe({ run, item, chunk: 1 }, remaining(900));

    expect(saved).toHaveLength(1);
  });

  it('gives up before it starts if a chunk cannot be finished', async () => {
    const { videos, saved, transcribe } = await prepareChunk({ rates: [undefined, 2] });

    await expect(transcribe({ run, item, chunk: 1 }, remaining(100))).rejects.toMatchObject({
      name: 'ChunkTooSlow',
    });

    expect(saved).toHaveLength(1);
    expect(await videos.head(wordsKey)).toBeUndefined();
  });

  it('counts the longest stretch in kept time, because each has a worker of its own', async () => {
    // 62.5 s at two seconds each, plus a fifth in reserve, take 150 s. The whole chunk would take 283 s.
    const { transcribe } = await prepareChunk({
      length: 120,
      workers: 2,
      speech: '600-655 658-720',
      rates: [2],
    });

    expect(await transcribe({ run, item, chunk: 1 }, remaining(150))).toEqual({ chunk: 1 });
  });

  it('asks for the rate of its own quality', async () => {
    const { transcribe } = await prepareChunk({ rates: [{ 1: 2, 3: 0.1 }] });

    expect(await transcribe({ run, item, chunk: 1 }, remaining(100))).toEqual({ chunk: 1 });
  });

  it('does not hear the half minute twice, whatever is missing in it', async () => {
    const { saved, transcribe } = await prepareChunk({
      rates: [undefined, 2],
      answers: [[segment(0, 1)]],
      sure: '0-30',
    });

    await expect(transcribe({ run, item, chunk: 1 }, remaining(100))).rejects.toThrow(/ChunkMinutes/);

    expect(saved).toHaveLength(1);
  });

  it('leaves a gap for which there is no time, and the words of the rest', async () => {
    const answers = [[segment(0, 300), segment(400, 600)]];
    // 601 s at 0.1 s fit, with a fifth in reserve; a hundred seconds at three times that, plus ten for the end, do not.
    const { videos, saved, transcribe } = await prepareChunk({ rates: [0.1], answers, sure: '0-100' });
    const clock = { remainingMs: () => (saved.length > 0 ? 40 : 80) * 1_000 };

    await transcribe({ run, item, chunk: 1 }, clock);

    expect(saved).toHaveLength(1);
    const words = await videos.readJson(wordsKey, ChunkWords);
    expect(words?.stretches[0]?.segments).toHaveLength(2);
  });
});
