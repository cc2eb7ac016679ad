import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { noteOnLeftOut } from '../../../../services/uploader/course/left-out.ts';
import { NO_MEDIA, OF_PAGE, TRANSCRIPT } from '../../../../services/uploader/course/refusal.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';

const dir = temporaryFolder();
mkdirSync(join(dir, 'week1'));
writeFileSync(join(dir, 'week1/notes.txt'), 'Notes.');
writeFileSync(join(dir, 'talk.xyz'), Buffer.from('\0\0\0\x18ftypisom\0\0\x02\0isomiso2'));
execFileSync('mkfifo', [join(dir, 'pipe')]);

const leave = (reason: string, ...paths: string[]) => paths.map((path) => ({ path, reason }));

describe('noteOnLeftOut', () => {
  it.each([
    ['nothing', []],
    ['hidden files', leave('hidden', '.DS_Store')],
    ['transcripts', leave(TRANSCRIPT, 'week1/lesson1/video1.srt')],
    ['the course page', leave(OF_PAGE, 'index.html')],
    ['a folder', leave('--exclude "week2"', 'week2/')],
  ])('does not mention %s', async (_what, leftOut) => {
    expect(await noteOnLeftOut(dir, leftOut)).toBeUndefined();
  });

  it.each([
    ['files', leave(NO_MEDIA, 'week1/notes.txt', 'gone.pdf'), '2 files left out.'],
    ['a pipe without opening it', leave(NO_MEDIA, 'pipe'), '1 file left out.'],
    ['media that the user excludes', leave('--exclude "*.mp4"', 'a.mp4'), '1 file left out.'],
  ])('counts %s', async (_what, leftOut, message) => {
    expect(await noteOnLeftOut(dir, leftOut)).toEqual({ level: 'info', message });
  });

  it.each([
    [
      'contents',
      leave(NO_MEDIA, 'talk.xyz', 'week1/notes.txt'),
      '2 files left out; 1 looks like media: talk.xyz.',
    ],
    ['name', leave(NO_MEDIA, 'a.RM', 'b.dts'), '2 files left out; 2 look like media: a.RM, b.dts.'],
    [
      'name, for many files',
      leave(NO_MEDIA, 'a.rm', 'b.rm', 'c.rm', 'd.rm'),
      '4 files left out; 4 look like media: a.rm, b.rm, c.rm, …',
    ],
    ['name, on one line', leave(NO_MEDIA, 'a\n.rm'), '1 file left out; 1 looks like media: a\\n.rm.'],
  ])('names files that look like media by their %s', async (_what, leftOut, message) => {
    expect(await noteOnLeftOut(dir, leftOut)).toEqual({ level: 'warning', message });
  });
});
