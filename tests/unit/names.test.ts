// One word for one thing: no name is exported by two files.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const EXPORT = /^export (?:async )?(?:const|let|function\*?|type|interface|class|enum) (\w+)/gm;

/** The function that the Lambda runtime calls in each handler file. */
const ENTRY_POINT = 'handler';

it('no name is exported twice', () => {
  const exporters = new Map<string, Set<string>>();
  for (const file of globSync('{services,local,tools,page}/**/*.{ts,tsx}', { cwd: ROOT }))
    for (const [, name = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(EXPORT))
      exporters.set(name, new Set([...(exporters.get(name) ?? []), file]));
  const twice = [...exporters].filter(([name, files]) => files.size > 1 && name !== ENTRY_POINT);

  expect(exporters.size).toBeGreaterThan(500);
  expect(twice.map(([name, files]) => `${name}: ${[...files].join(', ')}`)).toEqual([]);
});
