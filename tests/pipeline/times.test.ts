// The first tone and a late one are found at their times, in every container and with every irregularity, in the file
// and in the soundtrack that the uploader would send, with every ffmpeg in FFMPEGS. TIMES=all tries every situation in
// every container; by default each container is tried once or twice.
import { statSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { decode } from '../../services/shared/media/decode.ts';
import { prepareFile } from '../../services/uploader/soundtrack/prepare.ts';
import { FFMPEGS, hasEncoder, withFfmpeg } from '../fixtures/ffmpegs.ts';
import { cellsOf, encodersOf, makeRecordings, type Recording, SITUATIONS } from '../fixtures/recordings.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { timesTable } from '../fixtures/times-table.ts';

const folder = temporaryFolder();
const make = makeRecordings(folder);
const table = timesTable();
const { TIMES, TIMES_TABLE } = process.env;
const CELLS = cellsOf(TIMES === 'all');
afterAll(() => {
  if (TIMES_TABLE) writeFileSync(TIMES_TABLE, table.markdown());
});

/** The times in seconds at which sound begins, after at least 0.3 s of silence. */
const onsets = async (path: string, audioTrack?: number): Promise<number[]> => {
  const chunks: Buffer[] = [];
  const sink = async (samples: AsyncIterable<Buffer>) => {
    for await (const chunk of samples) chunks.push(chunk);
  };
  await decode(path, 'video', sink, { audioTrack });
  const samples = Buffer.concat(chunks);
  const found: number[] = [];
  let loudest = Number.NEGATIVE_INFINITY;
  for (let at = 0; at + 1 < samples.length; at += 2) {
    if (Math.abs(samples.readInt16LE(at)) < 2_000) continue;
    if (at - loudest > 0.3 * 32_000) found.push(at / 32_000);
    loudest = at;
  }
  return found;
};

const expectTones = (found: number[], { tones, tolerated }: Recording): number => {
  expect(found.map((at) => at.toFixed(2))).toHaveLength(tones.length);
  const off = Math.max(...found.map((at, index) => Math.abs(at - (tones[index] ?? Number.NaN))));
  expect({ found, tones, isNear: off < tolerated }).toEqual({ found, tones, isNear: true });
  return off;
};

const { signal } = new AbortController();

describe.each(FFMPEGS)('with ffmpeg $version, the tones are at their times in', (ffmpeg) => {
  for (const { name, situation } of CELLS) {
    const test = encodersOf(name).every(hasEncoder) ? it : it.skip;
    test(`${name}, ${situation}`, async () => {
      const recording = make(name, situation);
      if (!recording) throw new Error(`There is no recipe for ${name}, ${situation}`);
      const { path, audioTrack } = recording;

      await withFfmpeg(ffmpeg, async () => {
        const { size } = statSync(path);
        const file = { path, key: 'video', size };
        const sent = await prepareFile(file, { wholeVideo: false, ffmpeg: true, signal });
        const whole = expectTones(await onsets(path, audioTrack), recording);
        const soundtrack =
          sent.path === path ? 0 : expectTones(await onsets(sent.path, audioTrack), recording);
        table.add({ name, situation, ...ffmpeg, kind: sent.kind, off: Math.max(whole, soundtrack) });
        await sent.release();
      });
    });
  }
});

it.each(SITUATIONS)('%s is tried in three containers or more by default', (situation) => {
  const names = cellsOf(false).filter((cell) => cell.situation === situation);

  expect(names.length).toBeGreaterThanOrEqual(3);
});
