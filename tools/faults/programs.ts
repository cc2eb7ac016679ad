// The programs of the runs: whisper.cpp's own, or fakes that answer at once with fixed words. ffmpeg is always real. Both
// note each start of whisper-cli, so that nothing is transcribed twice unnoticed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { QUALITIES } from '../../services/shared/models/settings.ts';

/** Beside the folder TMPDIR. */
export const STARTS = 'whisper-starts';

const NOTE = `echo start >> "\${TMPDIR%/*}/${STARTS}"`;
const ASKED = 'case "$1" in --help) exit 0;; esac';

/** Different for each quality, so that a mixture is noticed. */
const wordsOf = (beam: number) => {
  const words = ['One', ' two', ' three', ' four', ' five', ` beam${beam}`];
  const tokens = words.map((text, index) => ({
    text,
    p: 0.9,
    offsets: { from: index * 500, to: index * 500 + 500 },
  }));
  return { transcription: [{ text: words.join(''), offsets: { from: 0, to: 3_000 }, tokens }] };
};

const QUICK_WHISPER = `#!/bin/sh
${ASKED}
${NOTE}
while [ $# -gt 0 ]; do
  [ "$1" = -of ] && of="$2"
  [ "$1" = -bs ] && beam="$2"
  shift
done
echo "whisper_print_progress_callback: progress = 100%" >&2
exec cp "\${0%/*}/words-$beam.json" "$of.json"
`;

const QUICK_VAD = `#!/bin/sh
${ASKED}
echo "Detected 1 speech segments:"
echo "Speech segment 0: start = 0.00, end = 300.00"
`;

const found = (program: string): string =>
  execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();

const write = (path: string, text: string) => writeFileSync(path, text, { mode: 0o755 });

export type EngineKind = 'quick' | 'real';

/** The PATH of each engine. */
export const makePrograms = (folder: string): Record<EngineKind, string> => {
  const [quick, real] = [join(folder, 'quick'), join(folder, 'real')];
  for (const dir of [quick, real]) mkdirSync(dir, { recursive: true });
  write(join(quick, 'whisper-cli'), QUICK_WHISPER);
  write(join(quick, 'whisper-vad-speech-segments'), QUICK_VAD);
  for (const { beamSize } of Object.values(QUALITIES))
    writeFileSync(join(quick, `words-${beamSize}.json`), JSON.stringify(wordsOf(beamSize)));
  const whisper = found('whisper-cli');
  write(join(real, 'whisper-cli'), `#!/bin/sh\n${ASKED}\n${NOTE}\nexec "${whisper}" "$@"\n`);
  const rest = [dirname(found('ffmpeg')), '/usr/bin', '/bin'].join(':');
  return { quick: `${quick}:${rest}`, real: `${real}:${dirname(whisper)}:${rest}` };
};
