// Stand-ins for ffmpeg and the engine: shell scripts in an empty folder per test, which comes first in PATH.
import { writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const MP4 = "Input #0, mov,mp4,m4a,3gp,3g2,mj2, from 'file:/tmp/video':";
const NO_OUTPUT = 'At least one output file must be specified';
export const VIDEO_STREAM =
  '  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p, 640x360, 25 fps';
export const AUDIO_STREAM =
  '  Stream #0:1[0x2](und): Audio: aac (LC) (mp4a / 0x6134706D), 44100 Hz, mono, fltp, 69 kb/s';

/** ffmpeg's description of a file, when it has no output. */
export const described = (duration: string, ...streams: string[]): string =>
  [MP4, `  Duration: ${duration}, start: 0.000000, bitrate: 205 kb/s`, ...streams, NO_OUTPUT].join('\n');

/** Shell commands that print `bytes` of samples (32,000 per second) from time 0 on, as SMJPEG. */
export const timed = (bytes: number, write: string): string => {
  const size = [24, 16, 8, 0].map((bits) => `\\${((bytes >> bits) & 255).toString(8).padStart(3, '0')}`);
  return `printf '\\0\\nSMJPEG\\0\\0\\0\\0\\0\\0\\0\\0HENDsndD\\0\\0\\0\\0${size.join('')}'; ${write}`;
};

/** Shell commands that print this many seconds of it. */
export const silence = (seconds: number): string =>
  timed(seconds * 32_000, `head -c ${seconds * 32_000} /dev/zero`);

/** A file that begins like an mp4; only ffmpeg reads any more of it. */
export const writeMp4 = async (folder: string): Promise<string> => {
  const path = join(folder, 'video');
  await writeFile(path, Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2'));
  return path;
};

/** A shell script for an engine that is ready at once, and runs `answer` for each job, whose line is in `$job`. */
export const engineScript = (answer: string): string =>
  [
    `echo '{"type":"ready","version":"1","kernels":"avx2"}'`,
    'while IFS= read -r job; do',
    '  bytes="${job#*bytes??}"; bytes="${bytes%%,*}"; head -c "$bytes" >/dev/null',
    answer,
    'done',
  ].join('\n');

/** Call it in a `describe`; `folder` exists while a test runs. */
export const fakePrograms = () => {
  const path = process.env.PATH;
  const programs = {
    folder: '',
    write: (name: string, script: string) =>
      writeFile(join(programs.folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
    /** Like `engineScript`, but records how it was started. */
    writeEngine: (script: string) =>
      programs.write(
        'transcribe-engine',
        [
          `case "$1" in --list-kernels) cat ${programs.folder}/kernels; exit ;; esac`,
          `echo "$*" >> ${programs.folder}/starts`,
          engineScript(script),
        ].join('\n'),
      ),
    /** Prints `description` for its input, and runs `decoding` if it has an output. It must not write a file. */
    writeFfmpeg: async (description: string, decoding = 'exit 0') => {
      await writeFile(join(programs.folder, 'description'), description);
      const script = `case "$*" in *pipe:1) ${decoding} ;; *) cat ${programs.folder}/description >&2; exit 1 ;; esac`;
      await programs.write('ffmpeg', script);
    },
  };
  beforeEach(() => {
    programs.folder = temporaryFolder();
    process.env.PATH = [programs.folder, path].join(delimiter);
  });
  afterEach(() => {
    process.env.PATH = path;
  });
  return programs;
};
