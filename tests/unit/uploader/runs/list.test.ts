import { describe, expect, it } from '@jest/globals';
import { allRuns, findRun, listRuns, startTimeOf } from '../../../../services/uploader/runs/list.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { fakeDestination } from '../fake-destination.ts';

const OLD = '20261121T100000Z-aaaa';
const MIDDLE = '20261122T100000Z-bbbb';
const NEW = '20261122T110000Z-cccc';

const prepare = async (inVideos: string[], inTranscripts: string[] = []) => {
  const destination = { ...fakeDestination(), name: 'stack transcribe' };
  for (const run of inVideos) await destination.videos.write(`runs/${run}/manifest.json`, '[]');
  for (const run of inTranscripts) await destination.transcripts.write(`runs/${run}/report.json`, '{}');
  return destination;
};

describe('startTimeOf', () => {
  it.each([
    [NEW, '2026-11-22T11:00:00Z'],
    ['my-run', undefined],
    ['20261122', undefined],
  ])('for %s is %s', (run, time) => {
    expect(startTimeOf(run)).toBe(time);
  });
});

describe('listRuns', () => {
  it('lists the runs in a bucket with custom names first and the newest last', async () => {
    const { videos } = await prepare([NEW, 'zebra', OLD]);
    await videos.write(`runs/${NEW}/results/1.json`, '{}');
    await videos.write('week1/lesson1/video1.mp4', 'video');
    await videos.write('runs/a b/manifest.json', '[]');

    expect(await listRuns(videos)).toEqual(['zebra', OLD, NEW]);
  });
});

describe('allRuns', () => {
  it('lists a run whose files have expired by its report', async () => {
    expect(await allRuns(await prepare([NEW, MIDDLE], [MIDDLE, OLD]))).toEqual([NEW, MIDDLE, OLD]);
  });
});

describe('findRun', () => {
  it.each([
    ['latest', NEW],
    [OLD, OLD],
    ['20261121', OLD],
    ['20261122T11', NEW],
    ['a', 'a'],
    ['ab', 'abc'],
  ])('resolves %s to %s', async (word, run) => {
    expect(await findRun(word, await prepare([OLD, MIDDLE, NEW, 'a', 'abc']))).toBe(run);
  });

  it.each([
    ['several runs', '20261122', `2 runs begin with 20261122. Which one? ${NEW}, ${MIDDLE}`],
    [
      'none',
      '2027',
      `There is no run 2027 in stack transcribe. The newest are ${NEW}, ${MIDDLE}, ${OLD}, abc, a`,
    ],
    ['nothing', '', 'There is no run  in stack'],
  ])('refuses a word that matches %s', async (_what, word, message) => {
    const finding = findRun(word, await prepare([OLD, MIDDLE, NEW, 'a', 'abc']));

    await expect(finding).rejects.toEqual(anError('UserError', message));
  });

  it('lists five of many runs', async () => {
    const runs = Array.from({ length: 9 }, (_, hour) => `20261122T0${hour}0000Z-abcd`);

    await expect(findRun('x', await prepare(runs))).rejects.toThrow(
      /T080000Z-abcd, .*T040000Z-abcd … \(all: uploader status --all\)$/,
    );
  });

  it('says that there are no runs at all', async () => {
    await expect(findRun('latest', await prepare([]))).rejects.toThrow(
      'There are no runs in stack transcribe yet.',
    );
  });
});
