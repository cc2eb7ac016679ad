// The floors: which folder may import from which. Biome checks for circles between files (noImportCycles).
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

const SHARED = 'contracts text captions corrections system aws bill media models page'
  .split(' ')
  .map((name) => `services/shared/${name}`);
const CORES = ['services/listener', 'services/cleanup', 'services/transcriber', 'services/publisher'];
const UPLOADER = (names: string) => names.split(' ').map((name) => `services/uploader/${name}`);

/** From the bottom up: a row may import from the rows above it that it names, and from its own subfolders. */
const MAY_IMPORT: Record<string, string[]> = {
  'services/shared/contracts': [],
  'services/shared/text': ['services/shared/contracts'],
  'services/shared/captions': ['services/shared/contracts', 'services/shared/text'],
  'services/shared/corrections': ['services/shared/contracts', 'services/shared/captions'],
  'services/shared/system': ['services/shared/contracts'],
  'services/shared/aws': ['services/shared/contracts'],
  'services/shared/bill': ['services/shared/contracts', 'services/shared/aws'],
  'services/shared/media': ['services/shared/contracts', 'services/shared/system'],
  'services/shared/models': ['services/shared/contracts', 'services/shared/text', 'services/shared/system'],
  'services/shared/page': [
    'services/shared/contracts',
    'services/shared/text',
    'services/shared/captions',
    'services/shared/corrections',
  ],
  page: ['contracts', 'text', 'captions', 'corrections', 'page'].map((name) => `services/shared/${name}`),
  'services/listener': SHARED,
  'services/cleanup': SHARED,
  'services/publisher': SHARED,
  'services/transcriber/words': SHARED,
  'local/s3': ['services/shared/contracts', 'services/shared/system'],
  'services/transcriber/engine': [...SHARED, 'services/transcriber/words'],
  'services/transcriber/image': SHARED,
  'services/transcriber': [
    ...SHARED,
    ...CORES.slice(2, 3).flatMap((core) => [`${core}/words`, `${core}/engine`]),
  ],
  local: ['local/s3', ...SHARED, ...CORES, 'services/transcriber/engine'],
  'services/uploader/output': SHARED,
  'services/uploader/aws': SHARED,
  'services/uploader/failures': [...SHARED, ...UPLOADER('aws')],
  'services/uploader/settings': [...SHARED, ...UPLOADER('output failures aws')],
  'services/uploader/course': [...SHARED, ...UPLOADER('output failures')],
  'services/uploader/runs': [...SHARED, ...UPLOADER('output failures aws course')],
  'services/uploader/corrections': [...SHARED, ...UPLOADER('output failures runs')],
  'services/uploader/page': [...SHARED, 'local', ...UPLOADER('output failures runs')],
  'services/uploader/send': [...SHARED, ...UPLOADER('aws failures course')],
  'services/uploader/soundtrack': [...SHARED, ...UPLOADER('output course send')],
  'services/uploader/plan': [...SHARED, ...UPLOADER('course runs send')],
  'services/uploader/estimate': [...SHARED, ...UPLOADER('plan soundtrack')],
  'services/uploader/destination': [...SHARED, 'local', ...UPLOADER('output settings runs send plan')],
  'services/uploader/commands': [
    ...SHARED,
    'local',
    ...UPLOADER(
      'output failures settings course runs corrections page send soundtrack plan estimate destination',
    ),
  ],
  'services/uploader/cli': [...SHARED, ...UPLOADER('output failures settings commands destination')],
  'services/uploader': [...SHARED, ...UPLOADER('output failures cli')],
};
const FLOORS = Object.keys(MAY_IMPORT);

/** The row of a file: the longest one that is a prefix of its path. */
const floorOf = (path: string): string | undefined =>
  FLOORS.filter((floor) => path.startsWith(`${floor}/`)).toSorted((a, b) => b.length - a.length)[0];

const files = globSync('{services,local,page}/**/*.{ts,tsx}', { cwd: ROOT });
const importsOf = (file: string): string[] =>
  [...readFileSync(join(ROOT, file), 'utf8').matchAll(/(?:from |import\()'(\.[^']+\.[tj]sx?)'/g)].map(
    ([, path = '']) => normalize(join(dirname(file), path)),
  );

describe('the floors', () => {
  it('have a row for every source file', () => {
    expect(files.length).toBeGreaterThan(150);
    expect(files.filter((file) => floorOf(file) === undefined)).toEqual([]);
  });

  it('name only rows above them, so there is no circle', () => {
    const upward = FLOORS.flatMap((floor, index) =>
      MAY_IMPORT[floor]
        ?.filter((other) => !FLOORS.slice(0, index).includes(other))
        .map((other) => [floor, other]),
    );

    expect(upward).toEqual([]);
  });

  it.each(FLOORS)('%s imports only from the floors below it', (floor) => {
    const strangers = files
      .filter((file) => floorOf(file) === floor)
      .flatMap((file) => importsOf(file).map((imported) => ({ file, imported })))
      .filter(({ imported }) => {
        const other = floorOf(imported);
        return other !== floor && !MAY_IMPORT[floor]?.includes(other ?? 'nowhere');
      });

    expect(strangers).toEqual([]);
  });
});
