import { describe, expect, it } from '@jest/globals';
import { readSound } from '../../../../services/shared/media/smjpeg.ts';

const uint32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
};
const stretch = (milliseconds: number, text: string): Buffer =>
  Buffer.concat([Buffer.from('sndD'), uint32(milliseconds), uint32(text.length), Buffer.from(text)]);

const STREAM = Buffer.concat([
  Buffer.from('\0\nSMJPEG\0\0\0\0\0\0\0\0'),
  Buffer.concat([Buffer.from('_TXT'), uint32(9), Buffer.from('HENDsndD!')]),
  Buffer.concat([Buffer.from('_SND'), uint32(8), Buffer.from([0x3e, 0x80, 16, 6, 0, 0, 0, 0])]),
  Buffer.from('HEND'),
  ...[stretch(-40, 'before'), stretch(0, ''), stretch(1_000, 'sndDHEND')],
  Buffer.from('DONE'),
]);

const read = async (...chunks: Buffer[]): Promise<string[]> => {
  const pipe = (async function* () {
    yield* chunks;
  })();
  const found: string[] = [];
  const sound = await readSound(pipe);
  if (!sound) return found;
  expect(sound.channels).toBe(6);
  for await (const stretches of sound.stretches)
    found.push(...stretches.map(({ milliseconds, samples }) => `${milliseconds} ${samples}`));
  return found;
};

describe('readSound', () => {
  const all = ['-40 before', '0 ', '1000 sndDHEND'];

  it('returns each stretch of samples with its time, and skips the headers', async () => {
    expect(await read(STREAM)).toEqual(all);
  });

  it.each([1, 2, 3, 5, 7, 11, 13])('reads a stream that comes in pieces of %i bytes', async (size) => {
    const pieces = Array.from({ length: Math.ceil(STREAM.length / size) }, (_, index) =>
      STREAM.subarray(index * size, (index + 1) * size),
    );

    expect(await read(...pieces)).toEqual(all);
  });

  it('drops an incomplete end', async () => {
    expect(await read(STREAM.subarray(0, -5))).toEqual(all.slice(0, 2));
    expect(await read(STREAM.subarray(0, 20))).toEqual([]);
    expect(await read()).toEqual([]);
  });
});
