import { describe, expect, it } from '@jest/globals';
import { keys } from '../../../services/shared/contracts/keys.ts';
import type { Options } from '../../../services/shared/contracts/steps.ts';
import type { Transcript } from '../../../services/shared/contracts/transcript.ts';
import { makeSplit } from '../../../services/transcriber/split.ts';
import { anEngineIdentity, aTranscript, fakeBucket } from '../fakes.ts';
import { fakeEngine } from './fake-engine.ts';

const run = '20261122T151500Z-a1b2';
const key = 'week1/lesson1.mp4';

/** A video that already has a transcript. */
const prepare = (fields: Partial<Transcript>, minCoverage: number, engine = fakeEngine()) => {
  const videos = fakeBucket('videos', { [key]: 'video' });
  const transcript = JSON.stringify(aTranscript(fields));
  const transcripts = fakeBucket('transcripts', { [keys.transcript(key, 'json')]: transcript });
  const buckets = { videos, transcripts };
  return makeSplit({ buckets, engine, chunkSeconds: 600, minCoverage });
};

describe('makeSplit', () => {
  const half = { speechSeconds: 2, coveredSeconds: 1, ratio: 0.5, gaps: [] };

  it.each([
    ['enough of the speech for this item', { minCoverage: 0.5 }, 0.9, { coverage: half }, true],
    ['too little of it for this item', { minCoverage: 0.51 }, 0, { coverage: half }, false],
    ['enough of it for the stack', undefined, 0.5, { coverage: half }, true],
    ['too little of it for the stack', undefined, 0.51, { coverage: half }, false],
    ['a missing end, if nothing is required', undefined, 0, { lostSeconds: 9 }, true],
    ['a missing end, if something is required', { minCoverage: 0.1 }, 0, { lostSeconds: 9 }, false],
  ])('checks a transcript that has %s', async (_what, Options, minCoverage, fields, upToDate) => {
    const split = prepare(fields, minCoverage);

    const output = await split({ run, item: { Key: key, Options } });

    expect(output.upToDate).toBe(upToDate);
  });

  it("asks the engine for the item's options", async () => {
    const asked: Options[] = [];
    const engine = fakeEngine({
      identity: async (options) => {
        asked.push(options);
        return anEngineIdentity();
      },
    });

    await prepare({}, 0.9, engine)({ run, item: { Key: key, Options: { quality: 'best', prompt: 'etcd' } } });

    expect(asked).toEqual([{ minCoverage: 0.9, quality: 'best', prompt: 'etcd' }]);
  });
});
