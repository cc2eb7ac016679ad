// Recordings that the image's ffmpeg might not read, and how much of each it decodes: codecs that few builds contain,
// and streams whose codec is found by trying every compiled format.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { sniff } from '../../services/shared/media/sniff.ts';
import { IMAGE } from './docker.ts';

export const SECONDS = 4;
const RATE = 16_000;

/** A file name with the container's extension, and the arguments with which ffmpeg writes it. */
export const FORMATS: [string, string[]][] = [
  ['dts.mkv', ['-c:a', 'dca', '-strict', '-2']],
  ['dts.ts', ['-c:a', 'dca', '-strict', '-2']],
  ['truehd.mp4', ['-c:a', 'truehd', '-strict', '-2']],
  ['truehd.m2ts', ['-c:a', 'truehd', '-strict', '-2', '-mpegts_m2ts_mode', '1']],
  ['truehd.ts', ['-c:a', 'truehd', '-strict', '-2', '-mpegts_m2ts_mode', '0']],
  ['mlp.mkv', ['-c:a', 'mlp', '-strict', '-2']],
  ['latm.ts', ['-c:a', 'aac', '-mpegts_flags', 'latm']],
  ['g722.wav', ['-c:a', 'g722', '-ac', '1', '-ar', '16000']],
  ['g726.wav', ['-c:a', 'g726', '-ac', '1', '-ar', '8000']],
  ['alac.caf', ['-c:a', 'alac']],
  ['ima.aiff', ['-c:a', 'adpcm_ima_qt']],
];

/** Writes the recording into the folder with this machine's ffmpeg. */
export const record = (folder: string, [name, options]: [string, string[]]): void => {
  const sound = ['-v', 'error', '-nostdin', '-t', String(SECONDS), '-i', 'samples/speech/jfk.mp3'];
  execFileSync('ffmpeg', [...sound, '-ac', '2', '-ar', '48000', ...options, join(folder, name)]);
};

/** How many seconds of the file the image's ffmpeg decodes, when it is called as in a run. */
export const secondsHeard = async (folder: string, name: string): Promise<number> => {
  const demuxer = (await sniff(join(folder, name))) ?? 'unknown';
  const docker = ['run', '--rm', '-v', `${folder}:/media:ro`, '--entrypoint', 'ffmpeg', IMAGE];
  const input = ['-v', 'error', '-nostdin', '-f', demuxer, '-i', `file:/media/${name}`, '-map', '0:a:0'];
  const output = ['-ar', String(RATE), '-ac', '1', '-c:a', 'pcm_s16le', '-f', 'framecrc', 'pipe:1'];
  const packets = execFileSync('docker', [...docker, ...input, ...output], { encoding: 'utf8' });
  // "0, 1024, 1024, 1024, 2048, 0x12345678": the stream, two times, the duration, the size and a checksum.
  const sizes = [...packets.matchAll(/^0, +-?\d+, +-?\d+, +\d+, +(\d+),/gm)].map(([, size]) => Number(size));
  return sizes.reduce((sum, size) => sum + size, 0) / 2 / RATE;
};
