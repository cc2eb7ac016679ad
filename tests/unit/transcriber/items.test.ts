import { describe, expect, it } from '@jest/globals';
import { VideoUnreadable } from '../../../services/shared/contracts/errors.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import type { Options } from '../../../services/shared/contracts/steps.ts';
import { makeTranscribeItems } from '../../../services/transcriber/items.ts';
import { aMergeOutput, fakeBucket } from '../fakes.ts';

/** Steps that remember their calls. A video with `bad` in its key cannot be split. */
const prepare = () => {
  const videos = fakeBucket('videos');
  const calls: string[] = [];
  const runs = new Set<string>();
  const asked: (Options | undefined)[] = [];
  const left: number[] = [];
  const transcribeItems = makeTranscribeItems({
    buckets: { videos, transcripts: fakeBucket('transcripts') },
    split: async ({ run, item }) => {
      const { Key, Etag } = item;
      asked.push(item.Options);
      calls.push(`split ${Key} ${Etag}`);
      runs.add(run);
      await videos.write(keys.plan(run, Key), 'plan');
      if (Key.includes('bad')) throw new VideoUnreadable(Key, 'it is broken');
      if (Key.includes('odd')) throw 'not an error';
      return Key.includes('old')
        ? { etag: 'e', upToDate: true, chunks: [] }
        : { etag: 'e', upToDate: false, chunks: [0, 1] };
    },
    transcribe: async ({ run, item: { Key }, chunk }, clock) => {
      calls.push(`transcribe ${Key} ${chunk}`);
      if (clock) left.push(clock.remainingMs());
      await videos.write(keys.chunkWords(run, Key, chunk), 'words');
      return { chunk };
    },
    merge: async ({ item: { Key, Options } }) => {
      asked.push(Options);
      calls.push(`merge ${Key}`);
      return aMergeOutput();
    },
  });
  return { videos, calls, runs, asked, left, transcribeItems };
};

describe('makeTranscribeItems', () => {
  it('takes a video through all steps, chunk by chunk', async () => {
    const { calls, transcribeItems } = prepare();

    const answer = await transcribeItems({ Items: [{ Key: 'a.mp4', Etag: '"other"' }] });

    expect(calls).toEqual([
      'split a.mp4 undefined',
      'transcribe a.mp4 0',
      'transcribe a.mp4 1',
      'merge a.mp4',
    ]);
    expect(answer).toEqual({ Items: [{ Key: 'a.mp4', state: 'done', transcript: aMergeOutput() }] });
  });

  it("passes the item's options to each step", async () => {
    const { asked, transcribeItems } = prepare();
    const Options = { quality: 'best', language: 'de', minCoverage: 0.9 } as const;

    await transcribeItems({ Items: [{ Key: 'a.mp4', Options }, { Key: 'b.mp4' }] });

    expect(asked).toEqual([Options, Options, undefined, undefined]);
  });

  it('tells the transcriber how much time is left of the call', async () => {
    const { left, transcribeItems } = prepare();
    let remaining = 900_000;

    await transcribeItems({ Items: [{ Key: 'a.mp4' }] }, { remainingMs: () => (remaining -= 1_000) });

    expect(left).toEqual([899_000, 898_000]);
  });

  it.each([
    'done.txt',
    'week1/notes.pdf',
    'runs/x/manifest.json',
    'work/x/y/soundtrack.pcm',
    'mp4',
    'week1/._a.mp4',
  ])('skips %s', async (Key) => {
    const { calls, transcribeItems } = prepare();

    const answer = await transcribeItems({ Items: [{ Key }] });

    expect(answer).toEqual({ Items: [{ Key, state: 'skipped' }] });
    expect(calls).toEqual([]);
  });

  it('transcribes nothing again for a video that has a transcript', async () => {
    const { calls, transcribeItems } = prepare();

    const answer = await transcribeItems({ Items: [{ Key: 'old.mp4' }] });

    expect(answer).toEqual({ Items: [{ Key: 'old.mp4', state: 'upToDate' }] });
    expect(calls).toEqual(['split old.mp4 undefined']);
  });

  it('continues after a bad item, and names it', async () => {
    const { transcribeItems } = prepare();

    const answer = await transcribeItems({
      Items: [{ Key: 'bad.mp4' }, { Key: 'odd.mp4' }, { Key: 'done.txt' }, { Key: 'a.mp4' }],
    });

    expect(answer.Items).toMatchObject([
      { Key: 'bad.mp4', state: 'failed', error: { name: 'VideoUnreadable' } },
      { Key: 'odd.mp4', state: 'failed', error: { name: 'Error', message: 'not an error' } },
      { Key: 'done.txt', state: 'skipped' },
      { Key: 'a.mp4', state: 'done' },
    ]);
  });

  it('removes the work files of good and bad items, and nothing else', async () => {
    const { videos, transcribeItems } = prepare();
    await videos.write('a.mp4', 'video');
    await videos.write(keys.plan('another-run', 'a.mp4'), 'plan');

    await transcribeItems({ Items: [{ Key: 'a.mp4' }, { Key: 'bad.mp4' }, { Key: 'old.mp4' }] });

    expect([...videos.objects.keys()]).toEqual(['a.mp4', keys.plan('another-run', 'a.mp4')]);
  });

  it('keeps the work of two calls apart', async () => {
    const { runs, transcribeItems } = prepare();

    await Promise.all([
      transcribeItems({ Items: [{ Key: 'a.mp4' }] }),
      transcribeItems({ Items: [{ Key: 'a.mp4' }] }),
    ]);

    expect(runs.size).toBe(2);
  });

  it('returns nothing for nothing', async () => {
    expect(await prepare().transcribeItems({ Items: [] })).toEqual({ Items: [] });
  });
});
