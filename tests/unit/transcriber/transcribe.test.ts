import { describe, expect, it, jest } from '@jest/globals';
import { EngineFailed } from '../../../services/shared/contracts/errors.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { ChunkWords } from '../../../services/shared/contracts/steps.ts';
import { anError } from '../../fixtures/an-error.ts';
import { segment } from './examples.ts';
import { item, key, prepareChunk, run, wordsKey } from './fake-chunk.ts';

/** Transcribes the second chunk. */
const hearChunk = async (wanted: Parameters<typeof prepareChunk>[0]) => {
  const prepared = await prepareChunk(wanted);
  const output = await prepared.transcribe({ run, item, chunk: 1 });
  return { ...prepared, output, words: await prepared.videos.readJson(wordsKey, ChunkWords) };
};

describe('makeTranscribe', () => {
  it('leaves the words of the chunk in seconds of the whole video', async () => {
    const { output, words } = await hearChunk({ answers: [[segment(1.25, 2.5)]] });

    expect(output).toEqual({ chunk: 1 });
    expect(words).toEqual({
      stretches: [{ start: 600, end: 1_200, segments: [segment(601.25, 602.5)] }],
      seconds: expect.any(Number),
      gbSeconds: 0,
    });
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
    const { saved } = await hearChunk({ length, workers });

    expect(saved).toHaveLength(count);
  });

  it('counts kept time for its stretches, not silence', async () => {
    const { saved } = await hearChunk({ workers: 4, speech: '600-620 700-720 1180-1199' });

    expect(saved).toHaveLength(2);
  });

  it('cuts the stretches in the pauses of the chunk', async () => {
    const speech = '600-655 660-720';
    const { saved, words } = await hearChunk({ length: 120, workers: 2, speech });

    const [first, second] = words?.stretches ?? [];
    // The pause is left out except for its margins, and the cut is between them.
    expect([first?.start, first?.end, second?.start, second?.end]).toEqual([600, 659.5, 659.5, 720]);
    expect(saved.toSorted()).toEqual(['600-659.5', '659.5-720']);
  });

  it('lets two stretches overlap if nobody pauses, and leaves each as it was heard', async () => {
    const answers = [[segment(61, 61.5, 'one')], [segment(3, 3.5, 'one')]];
    const { words } = await hearChunk({ length: 120, workers: 2, answers });

    expect(words?.stretches).toEqual([
      { start: 600, end: 662, segments: [segment(661, 661.5, 'one')] },
      { start: 658, end: 720, segments: [segment(661, 661.5, 'one')] },
    ]);
  });

  it('keeps the order of the stretches, whichever ends first', async () => {
    const answers = [[segment(0, 1, 'one'), segment(1, 2, 'two')], [segment(0.5, 1, 'three')]];
    const { words } = await hearChunk({ length: 120, workers: 2, answers });

    expect(words?.stretches.map(({ segments }) => segments.map(({ text }) => text))).toEqual([
      ['one', 'two'],
      ['three'],
    ]);
  });

  it('uses the settings of the plan, and the language that was found', async () => {
    const { settings } = await hearChunk({ language: 'de', prompt: 'etcd' });

    expect(settings).toEqual([expect.objectContaining({ language: 'de', prompt: 'etcd', beamSize: 3 })]);
  });

  it('does nothing for a chunk that has its words already', async () => {
    const { videos, saved, transcribe } = await prepareChunk({});
    await videos.writeJson(wordsKey, { stretches: [], seconds: 7 });

    await transcribe({ run, item, chunk: 1 });

    expect(saved).toEqual([]);
    expect(await videos.readJson(wordsKey, ChunkWords)).toMatchObject({ seconds: 7 });
  });

  it('transcribes a chunk again if its words are incomplete', async () => {
    const { videos, saved, transcribe } = await prepareChunk({});
    await videos.write(wordsKey, '{"stretches": [');

    await transcribe({ run, item, chunk: 1 });

    expect(saved).not.toEqual([]);
    expect(await videos.readJson(wordsKey, ChunkWords)).toBeDefined();
  });

  it.each([
    ['the plan', 1, keys.plan(run, key)],
    ['the soundtrack', 1, keys.soundtrack(run, key)],
    ['a chunk of this number', 2, ''],
  ])('fails if %s is gone', async (_what, chunk, gone) => {
    const { videos, transcribe } = await prepareChunk({});
    videos.objects.delete(gone);

    await expect(transcribe({ run, item, chunk })).rejects.toEqual(anError('WorkExpired', key));
  });

  it('has the sound of one stretch more than it hears in memory, however many chunks are asked for', async () => {
    const inMemory: number[] = [0];
    const { transcribe } = await prepareChunk({
      transcribe: async () => {
        inMemory.push((inMemory.at(-1) ?? 0) + 1);
        await new Promise((resolve) => setTimeout(resolve, 20));
        inMemory.push((inMemory.at(-1) ?? 0) - 1);
        return [segment(0, 1)];
      },
    });

    await Promise.all([1, 1, 1, 1].map((chunk) => transcribe({ run, item, chunk })));

    expect(Math.max(...inMemory)).toBe(2);
  });

  it('reads no more sound once it is interrupted', async () => {
    const interruption = new AbortController();
    const { videos, transcribe } = await prepareChunk({
      signal: interruption.signal,
      transcribe: async () => {
        interruption.abort();
        throw interruption.signal.reason;
      },
    });
    const read = jest.spyOn(videos, 'readInto');

    const chunks = await Promise.allSettled([1, 1, 1, 1].map((chunk) => transcribe({ run, item, chunk })));

    expect(chunks.map(({ status }) => status)).toEqual(Array(4).fill('rejected'));
    // The sound that was heard and that of the next stretch, in two parts each.
    expect(read).toHaveBeenCalledTimes(4);
  });

  it('leaves no words if one of the stretches fails, and waits for the others', async () => {
    let ended = 0;
    const { videos, transcribe } = await prepareChunk({
      length: 120,
      workers: 2,
      transcribe: async (index) => {
        if (index === 0) throw new EngineFailed('The engine could not hear it');
        await new Promise((resolve) => setTimeout(resolve, 100));
        ended += 1;
        return [segment(0, 1)];
      },
    });

    await expect(transcribe({ run, item, chunk: 1 })).rejects.toMatchObject({ name: 'EngineFailed' });

    expect(ended).toBe(1);
    expect(await videos.head(wordsKey)).toBeUndefined();
  });
});
