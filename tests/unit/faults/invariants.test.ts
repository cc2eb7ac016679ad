// Checks that the invariants of `npm run test:faults` find violations.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { render } from '../../../services/shared/captions/render.ts';
import { keys, TRANSCRIPT_FORMATS } from '../../../services/shared/contracts/keys.ts';
import { missingOf, mixedIn, tornBelow, tornIn } from '../../../tools/faults/invariants.ts';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';
import { aTranscript } from '../fakes.ts';

const [KEY, SHA] = ['lesson1.mp4', 'sum'];
const transcript = aTranscript({ source: { key: KEY, etag: 'etag', size: 5, sha256: SHA } });
const texts = render(transcript);

const nameOf = (format: (typeof TRANSCRIPT_FORMATS)[number]) => keys.transcript(KEY, format);

/** A bucket with all four files, except for the given changes. */
const aBucket = (other: Partial<Record<string, string | undefined>> = {}) =>
  new Map(
    TRANSCRIPT_FORMATS.flatMap((format) => {
      const text = format in other ? other[format] : texts[format];
      return text === undefined ? [] : [[nameOf(format), { text, torn: false }] as const];
    }),
  );

describe('mixedIn', () => {
  it('accepts four files of one transcript', () => {
    expect(mixedIn(aBucket(), [KEY])).toEqual([]);
  });

  it.each(['txt', 'srt', 'vtt'])('finds a json whose %s does not exist yet', (format) => {
    expect(mixedIn(aBucket({ [format]: undefined }), [KEY])).toHaveLength(1);
  });

  it('finds a txt of another transcript', () => {
    expect(mixedIn(aBucket({ txt: 'Something else.\n' }), [KEY])).toHaveLength(1);
  });

  it('requires nothing before the json exists', () => {
    expect(mixedIn(aBucket({ json: undefined, vtt: undefined }), [KEY])).toEqual([]);
  });
});

describe('tornIn', () => {
  it('finds an incomplete json of any kind', () => {
    const half = { text: '{"run":', torn: false };
    const names = [
      'runs/a/manifest.json',
      'runs/a/report.json',
      'work/a/b/plan.json',
      'work/a/b/chunk-000.json',
    ];

    expect(tornIn(new Map([...names, 'a.json'].map((name) => [name, half])))).toHaveLength(5);
  });

  it('finds an object that does not match its checksum', () => {
    expect(tornIn(new Map([['a.mp4', { text: 'x', torn: true }]]))).toEqual(['a.mp4 is torn in its bucket']);
  });
});

describe('the check of --out', () => {
  let out: string;
  beforeEach(() => {
    out = temporaryFolder();
    for (const format of TRANSCRIPT_FORMATS) writeFileSync(join(out, nameOf(format)), texts[format]);
  });

  const sums = new Map([[KEY, SHA]]);

  it('accepts complete files', () => {
    expect(tornBelow(out, aBucket())).toEqual([]);
    expect(missingOf(sums, aBucket(), out)).toEqual([]);
  });

  it('accepts the complete transcript of an earlier version', () => {
    expect(tornBelow(out, aBucket({ txt: 'Newer.\n' }))).toEqual([]);
  });

  it.each(TRANSCRIPT_FORMATS)('finds an incomplete %s', (format) => {
    writeFileSync(join(out, nameOf(format)), texts[format].slice(0, texts[format].length >> 1));

    expect(tornBelow(out, aBucket())).not.toEqual([]);
    expect(missingOf(sums, aBucket(), out)).toEqual([`${nameOf(format)} is not in --out`]);
  });

  it('finds a finished transcript of another version', () => {
    expect(missingOf(new Map([[KEY, 'other']]), aBucket(), out)).toHaveLength(1);
  });
});
