import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Event } from '../../../services/uploader/output/events.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const MAIN = join(__dirname, '../../../services/uploader/main.ts');

describe('the command', () => {
  let folder: string;
  beforeEach(() => {
    folder = temporaryFolder();
  });

  it('waits for a slow reader to read all its output before it exits', async () => {
    // A pipe holds 64 kB on Linux.
    const deep = join(folder, ...Array.from({ length: 8 }, (_, level) => String(level).repeat(200)));
    await mkdir(deep, { recursive: true });
    for (let file = 0; file < 60; file += 1) await writeFile(join(deep, `notes ${file}.txt`), '');

    // Without waiting, the program would exit before `cat` starts.
    const slowly = '"$0" "$1" "$2" --local --json | (sleep 4; cat)';
    const call = ['-c', slowly, process.execPath, MAIN, folder];
    const { stdout } = await promisify(execFile)('sh', call, { cwd: folder });

    expect(stdout.length).toBeGreaterThan(80_000);
    expect(Event.parse(JSON.parse(stdout))).toMatchObject({ type: 'error', exitCode: 1 });
  });
});
