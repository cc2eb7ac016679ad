import { describe, expect, it } from '@jest/globals';
import { render } from '../../../services/shared/captions/render.ts';
import { keys } from '../../../services/shared/contracts/keys.ts';
import { Transcript } from '../../../services/shared/contracts/transcript.ts';
import { makeMerge } from '../../../services/transcriber/merge.ts';
import { anError } from '../../fixtures/an-error.ts';
import { aPlan, aTranscript, fakeBucket } from '../fakes.ts';
import { segment, spans } from './examples.ts';

const run = '20261122T151500Z-a1b2';
const key = 'week1/lesson1.mp4';
const video = { run, item: { Key: key } };
const [hello] = aTranscript().segments;
const silence = segment(40, 42, 'you');

const heard = (start: number, end: number, ...segments: (typeof hello)[]) => ({
  stretches: [{ start, end, segments }],
  seconds: 4,
});

const prepare = async (plan = aPlan(), chunks: object[] = [heard(0, 60, hello, silence)]) => {
  const videos = fakeBucket('videos');
  const transcripts = fakeBucket('transcripts');
  await videos.writeJson(keys.plan(run, key), plan);
  for (const [chunk, words] of chunks.entries())
    await videos.writeJson(keys.chunkWords(run, key, chunk), words);
  return { videos, transcripts, merge: makeMerge({ buckets: { videos, transcripts }, minCoverage: 0 }) };
};

describe('makeMerge', () => {
  it('writes the spoken words in every format', async () => {
    const { transcripts, merge } = await prepare();

    await merge(video);

    expect(await transcripts.readText('week1/lesson1.txt')).toBe('Hello there.\n');
    expect(await transcripts.readText('week1/lesson1.srt')).toBe(
      '1\n00:00:10,000 --> 00:00:12,000\nHello there.\n',
    );
    expect(await transcripts.readText('week1/lesson1.vtt')).toBe(
      'WEBVTT\n\n00:00:10.000 --> 00:00:12.000\nHello there.\n',
    );
    expect(await transcripts.readJson('week1/lesson1.json', Transcript)).toEqual(aTranscript());
  });

  it('writes the json last, because it marks the video as done', async () => {
    const { transcripts, merge } = await prepare();

    await merge(video);

    expect([...transcripts.objects.keys()]).toHaveLength(4);
    expect([...transcripts.objects.keys()].at(-1)).toBe('week1/lesson1.json');
  });

  it('leaves four files of one transcript if another run writes at the same time', async () => {
    const { transcripts, merge } = await prepare();
    const theirs = aTranscript({ segments: [segment(10, 12, 'Otherwise.')] });
    const { write } = transcripts;
    transcripts.write = async (name, text) => {
      transcripts.write = write;
      await write(name, text);
      // All of the other run's files are written after the first of ours.
      for (const [format, their] of Object.entries(render(theirs)))
        await write(`week1/lesson1.${format}`, their);
    };

    await merge(video);

    const left = await transcripts.readJson('week1/lesson1.json', Transcript);
    expect(left).toEqual(aTranscript());
    for (const [format, text] of Object.entries(render(aTranscript())))
      expect(await transcripts.readText(`week1/lesson1.${format}`)).toBe(text);
  });

  it('keeps the json of another run that came last', async () => {
    const { transcripts, merge } = await prepare();
    const theirs = aTranscript({ segments: [segment(10, 12, 'Otherwise.')] });
    const { write } = transcripts;
    transcripts.write = (name, text) =>
      write(name, name.endsWith('.json') ? `${JSON.stringify(theirs)}\n` : text);

    await merge(video);

    for (const [format, text] of Object.entries(render(theirs)))
      expect(await transcripts.readText(`week1/lesson1.${format}`)).toBe(text);
  });

  it("leaves another video's transcript alone", async () => {
    const { transcripts, merge } = await prepare();
    const other = { ...aTranscript().source, key: 'week1/lesson1.mov' };
    await transcripts.writeJson('week1/lesson1.json', aTranscript({ source: other }));

    await expect(merge(video)).rejects.toEqual(anError('TranscriptTaken', 'week1/lesson1.mov'));
    expect([...transcripts.objects.keys()]).toEqual(['week1/lesson1.json']);
  });

  it('counts speech without words as a gap, because it may be a song', async () => {
    const { transcripts, merge } = await prepare(aPlan({ speech: [{ start: 0, end: 8 }] }), [heard(0, 60)]);

    const { coverage } = await merge(video);

    expect(coverage).toMatchObject({ ratio: 0, gaps: [{ start: 0, end: 8 }] });
    expect(transcripts.objects.size).toBe(4);
  });

  it('returns the figures for the report', async () => {
    const { merge } = await prepare(aPlan({ speech: spans('10-12 50-54') }));

    const output = await merge(video);

    expect(output).toMatchObject({
      duration: 60,
      words: 2,
      hasSpeech: true,
      language: 'en',
      coverage: { speechSeconds: 6, coveredSeconds: 2, ratio: 0.3333, gaps: [{ start: 50, end: 54 }] },
      lostSeconds: 0,
      seconds: { split: 1.5, transcribe: 4, merge: expect.any(Number) },
    });
  });

  it('joins the chunks in order and adds up their seconds', async () => {
    const chunks = spans('0-30 30-60');
    const speech = [{ start: 0, end: 60 }];
    const { transcripts, merge } = await prepare(aPlan({ chunks, speech }), [
      heard(0, 30, hello),
      { ...heard(30, 60, silence), seconds: 5 },
    ]);

    const output = await merge(video);

    expect(output).toMatchObject({ words: 3, seconds: { transcribe: 9 } });
    expect(await transcripts.readText('week1/lesson1.txt')).toBe('Hello there.\n\nyou\n');
  });

  it('adds up the gigabyte-seconds of the steps, and counts the chunks', async () => {
    const chunks = [heard(0, 30, hello), heard(30, 60, silence)].map((one) => ({ ...one, gbSeconds: 20.5 }));
    const { merge } = await prepare(aPlan({ gbSeconds: 7.5, chunks: spans('0-30 30-60') }), chunks);

    expect(await merge(video)).toMatchObject({
      chunks: 2,
      gbSeconds: { split: 7.5, transcribe: 41, merge: 0 },
    });
  });

  it('accepts work files of an older version, without gigabyte-seconds', async () => {
    const { merge } = await prepare();

    expect(await merge(video)).toMatchObject({ gbSeconds: { split: 0, transcribe: 0, merge: 0 } });
  });

  it('writes what there is of a truncated file, and says how much is lost', async () => {
    const { transcripts, merge } = await prepare(aPlan({ lostSeconds: 52.1 }));

    expect(await merge(video)).toMatchObject({ words: 2, lostSeconds: 52.1 });
    expect(await transcripts.readJson('week1/lesson1.json', Transcript)).toMatchObject({ lostSeconds: 52.1 });
  });

  it('writes empty texts if nobody speaks', async () => {
    const { transcripts, merge } = await prepare(aPlan({ speech: [], chunks: [] }), []);

    const output = await merge(video);

    expect(output).toMatchObject({ words: 0, hasSpeech: false, coverage: { ratio: 1, gaps: [] } });
    expect(await transcripts.readText('week1/lesson1.txt')).toBe('');
    expect(await transcripts.readText('week1/lesson1.vtt')).toBe('WEBVTT\n');
  });

  it.each([
    ['the plan', keys.plan(run, key)],
    ['the words of a chunk', keys.chunkWords(run, key, 0)],
  ])('fails if %s is gone, and writes nothing', async (_what, gone) => {
    const { videos, transcripts, merge } = await prepare();
    videos.objects.delete(gone);

    await expect(merge(video)).rejects.toMatchObject({ name: 'WorkExpired' });

    expect(transcripts.objects.size).toBe(0);
  });
});
