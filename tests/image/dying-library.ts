// Adds a library to the image that ggml considers the best, and that crashes when it is used.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IMAGE } from './docker.ts';

const LIBRARY = 'libggml-cpu-dying.so';

const SOURCE = `#include <signal.h>
int ggml_backend_score(void) { return 1 << 30; }
void *ggml_backend_init(void) { raise(SIGILL); return 0; }
`;

/** Builds the image, and returns its tag. */
export const buildDyingImage = (): string => {
  const tag = 'transcriber-with-dying-library';
  const folder = mkdtempSync(join(tmpdir(), 'dying-'));
  try {
    writeFileSync(join(folder, 'library.c'), SOURCE);
    writeFileSync(join(folder, 'Dockerfile'), `FROM ${IMAGE}\nCOPY ${LIBRARY} /opt/whisper/\n`);
    execFileSync('cc', ['-shared', '-fPIC', '-o', LIBRARY, 'library.c'], { cwd: folder });
    execFileSync('docker', ['build', '-q', '-t', tag, folder], { stdio: 'ignore' });
  } finally {
    rmSync(folder, { recursive: true });
  }
  return tag;
};

/** The lines of a function's log about it. */
export const deathsIn = (log: string): string[] =>
  log.split('\n').filter((line) => line.includes(`${LIBRARY} does not run on this processor`));
