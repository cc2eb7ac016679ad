// The programs of the runs: the real engine, or a quick one that answers at once; ffmpeg is always the real one.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PROGRAM } from '../../services/transcriber/engine/worker.ts';

/** A file next to the folder TMPDIR, with a line for each stretch that was heard. */
export const HEARD = 'heard-stretches';

const DOUBLE = join(import.meta.dirname, 'engine-program.ts');

const found = (program: string): string =>
  execFileSync('sh', ['-c', `command -v ${program}`], { encoding: 'utf8' }).trim();

const write = (path: string, text: string) => writeFileSync(path, text, { mode: 0o755 });

export type EngineKind = 'quick' | 'real';

/** The PATH of each engine. */
export const makePrograms = (folder: string): Record<EngineKind, string> => {
  const [quick, real] = [join(folder, 'quick'), join(folder, 'real')];
  for (const dir of [quick, real]) mkdirSync(dir, { recursive: true });
  const engine = found(PROGRAM);
  const double = (kind: string) =>
    `#!/bin/sh\nexec "${process.execPath}" "${DOUBLE}" "\${TMPDIR%/*}/${HEARD}" "${kind}" "$@"\n`;
  write(join(quick, PROGRAM), double('quick'));
  write(join(real, PROGRAM), double(engine));
  const rest = [dirname(found('ffmpeg')), '/usr/bin', '/bin'].join(':');
  return { quick: `${quick}:${rest}`, real: `${real}:${rest}` };
};
