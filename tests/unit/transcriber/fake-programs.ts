// Stand-ins for ffmpeg and whisper.cpp: shell scripts in an empty folder of each test's own, in front of PATH.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach } from '@jest/globals';

/** Call it in a `describe`; `folder` is there while a test runs. */
export const fakePrograms = () => {
  const path = process.env.PATH;
  const programs = {
    folder: '',
    write: (name: string, script: string) =>
      writeFile(join(programs.folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 }),
  };
  beforeEach(async () => {
    programs.folder = await mkdtemp(join(tmpdir(), 'programs-'));
    process.env.PATH = [programs.folder, path].join(delimiter);
  });
  afterEach(async () => {
    process.env.PATH = path;
    await rm(programs.folder, { recursive: true });
  });
  return programs;
};
