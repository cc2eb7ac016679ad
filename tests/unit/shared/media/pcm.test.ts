import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { BYTES_PER_SECOND, byteAt, wavHeader } from '../../../../services/shared/media/pcm.ts';

describe('byteAt', () => {
  it.each([
    [0, 0],
    [1, 32_000],
    [0.001, 32],
    [0.5 / 16_000, 2],
    [0.49 / 16_000, 0],
    [1.234_56, 39_506],
    [86_400, 2_764_800_000],
  ])('of %d s is byte %i, where a sample begins', (seconds, byte) => {
    expect(byteAt(seconds)).toBe(byte);
  });
});

describe('wavHeader', () => {
  it('makes a WAV file of samples that ffmpeg reads', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pcm-'));
    const path = join(folder, 'a.wav');
    const samples = Buffer.from(Array.from({ length: BYTES_PER_SECOND / 4 }, (_, index) => index % 251));
    await writeFile(path, Buffer.concat([wavHeader(samples.length), samples]));

    const args = ['-v', 'error', '-f', 'wav', '-i', path, '-c', 'copy', '-f', 's16le', 'pipe:1'];
    const read = execFileSync('ffmpeg', args);
    await rm(folder, { recursive: true });

    expect(read.equals(samples)).toBe(true);
  });

  it('says the rate, the channel, the bits and both lengths', () => {
    const header = wavHeader(1_000);

    expect(header).toHaveLength(44);
    expect(header.readUInt32LE(4)).toBe(1_036);
    expect(header.readUInt16LE(22)).toBe(1);
    expect(header.readUInt32LE(24)).toBe(16_000);
    expect(header.readUInt32LE(28)).toBe(32_000);
    expect(header.readUInt16LE(34)).toBe(16);
    expect(header.readUInt32LE(40)).toBe(1_000);
  });
});
