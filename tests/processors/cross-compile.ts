// The image's engine for arm64, made on another machine: the Dockerfile's own command, with a compiler that crosses.
import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const SOURCES = join(ROOT, 'node_modules/nodejs-whisper/cpp/whisper.cpp');
const PATCH = join(ROOT, 'services/transcriber/image/whisper.cpp.patch');
const PREFIX = 'aarch64-linux-gnu-';

const TOOLCHAIN = `set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_SYSTEM_PROCESSOR aarch64)
set(CMAKE_C_COMPILER ${PREFIX}gcc)
set(CMAKE_CXX_COMPILER ${PREFIX}g++)
`;

/** The shell command that compiles whisper.cpp in the image's build. */
const command = (): string => {
  const dockerfile = readFileSync(join(ROOT, 'services/transcriber/image/Dockerfile'), 'utf8');
  const found = /^RUN (patch -p1 [\s\S]*?[^\\])\n/m.exec(dockerfile)?.[1];
  if (!found) throw new Error("The Dockerfile's command that compiles whisper.cpp is not where it was.");
  return found;
};

/** The folder of the engine, which is compiled once for each state of the patch and the command. */
export const crossCompile = (say: (line: string) => void): string => {
  const key = hash('sha256', readFileSync(PATCH, 'utf8') + command()).slice(0, 10);
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'course-transcripts');
  const engine = join(cache, `engine-arm64-${key}`);
  if (existsSync(engine)) return engine;

  say('compiling the engine for arm64: 5 to 10 minutes on 2 cores');
  mkdirSync(cache, { recursive: true });
  const scratch = mkdtempSync(join(cache, '.arm64-'));
  try {
    const made = join(scratch, 'whisper');
    const sources = join(scratch, 'sources');
    cpSync(SOURCES, sources, { recursive: true });
    cpSync(PATCH, join(sources, 'whisper.cpp.patch'));
    writeFileSync(join(scratch, 'arm64.cmake'), TOOLCHAIN);
    const script = command().replaceAll('/opt/whisper', made).replace('&& strip ', `&& ${PREFIX}strip `);
    execFileSync('sh', ['-c', script], {
      cwd: sources,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, CMAKE_TOOLCHAIN_FILE: join(scratch, 'arm64.cmake') },
    });
    renameSync(made, engine);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return engine;
};
