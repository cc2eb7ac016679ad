// Earlier corrections by people are applied to the transcript of a lecture that is transcribed again.
import { describe, expect, it } from '@jest/globals';
import { keys } from '../../../services/shared/contracts/keys.ts';
import type { Item } from '../../../services/shared/contracts/steps.ts';
import { Transcript } from '../../../services/shared/contracts/transcript.ts';
import { asHeard } from '../../../services/shared/corrections/apply.ts';
import { makeMerge } from '../../../services/transcriber/merge.ts';
import { aPlan, aTranscript, fakeBucket } from '../fakes.ts';

const run = '20261122T151500Z-a1b2';
const { segments } = aTranscript();

const merged = async (item: Item, stored: Record<string, string>) => {
  const videos = fakeBucket('videos');
  const transcripts = fakeBucket('transcripts', stored);
  const warnings: string[] = [];
  const source = { key: item.Key, etag: 'e', size: 5 };
  await videos.writeJson(keys.plan(run, item.Key), aPlan({ source }));
  const stretches = [{ start: 0, end: 60, segments }];
  await videos.writeJson(keys.chunkWords(run, item.Key, 0), { stretches, seconds: 4 });
  const merge = makeMerge({
    ...{ buckets: { videos, transcripts }, minCoverage: 0 },
    warn: (message) => void warnings.push(message),
  });
  const output = await merge({ run, item });
  const json = await transcripts.readJson(keys.transcript(item.Key, 'json'), Transcript);
  return { json, txt: await transcripts.readText(keys.transcript(item.Key, 'txt')), warnings, output };
};

const corrections = (lecture: string, heard = 'there.') =>
  JSON.stringify({
    version: 1,
    corrections: [
      {
        ...{ lecture, start: 11, end: 12, heard: [heard], written: ['world!'] },
        made: '2026-11-26T12:00:00Z',
      },
    ],
  });

describe('makeMerge', () => {
  it.each([
    ['at the top of the bucket', 'week1/lesson1/video1.mp4', undefined, ''],
    ['above week1', 'physics/week1/lesson1/video1.mp4', undefined, 'physics/'],
    ['where the item says that its course begins', 'any/talks/one.mp3', 'any/', 'any/'],
  ])('applies the corrections %s', async (_title, Key, Prefix, folder) => {
    const item = { Key, ...(Prefix && { Prefix }) };
    const lecture = keys.transcript(Key, 'json').slice(folder.length, -'.json'.length);

    const { json, txt } = await merged(item, { [`${folder}corrections.json`]: corrections(lecture) });

    expect(txt).toBe('Hello world!\n');
    expect(json && asHeard(json).segments).toEqual(segments);
  });

  it('leaves out corrections of other lectures, and those that match nothing', async () => {
    const item = { Key: 'week1/lesson1/video1.mp4' };

    const other = await merged(item, { 'corrections.json': corrections('week1/lesson1/video2') });
    const lost = await merged(item, { 'corrections.json': corrections('week1/lesson1/video1', 'nonsense') });

    expect([other.txt, lost.txt]).toEqual(['Hello there.\n', 'Hello there.\n']);
  });

  it('counts as covered what was heard, not what was corrected', async () => {
    const item = { Key: 'week1/lesson1/video1.mp4' };
    const plain = await merged(item, {});

    const { output } = await merged(item, { 'corrections.json': corrections('week1/lesson1/video1') });

    expect(output.coverage).toEqual(plain.output.coverage);
  });

  it('continues without an incomplete file, and says so', async () => {
    const { txt, warnings } = await merged({ Key: 'week1/lesson1/video1.mp4' }, { 'corrections.json': '{' });

    expect(txt).toBe('Hello there.\n');
    expect(warnings).toEqual([expect.stringMatching(/^corrections.json in transcripts is damaged/)]);
  });
});
