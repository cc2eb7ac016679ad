// The image's build has every file that the sources it runs import; otherwise only the build would notice.
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../../..');
const dockerfile = readFileSync(join(ROOT, 'services/transcriber/image/Dockerfile'), 'utf8');

/** A file and the files of the repository that it imports, at any depth. */
const closureOf = (file: string, found = new Set<string>()): Set<string> => {
  if (found.has(file)) return found;
  found.add(file);
  const text = readFileSync(join(ROOT, file), 'utf8');
  for (const [, path = ''] of text.matchAll(/^(?:import|export|\}) (?!type ).*from '(\.[^']+)'/gm))
    closureOf(normalize(join(dirname(file), path)), found);
  return found;
};

/** The files copied for the stage that runs the file, including the stages below it. */
const copiedFor = (file: string): string[] => {
  const stages = dockerfile.split(/^FROM /m).slice(1);
  const copied: string[] = [];
  let stage = stages.find((text) => text.includes(`node ${file}`));
  while (stage) {
    for (const [, sources = ''] of stage.matchAll(/^COPY (?!--from)(.*) \S+$/gm))
      copied.push(...sources.split(' '));
    const [, base] = /^(\S+)/.exec(stage) ?? [];
    stage = stages.find((text) => new RegExp(`^\\S+ AS ${base}$`, 'm').test(text));
  }
  return copied;
};

it.each(['services/shared/models/cli.ts', 'services/transcriber/image/bill/cli.ts'])(
  'the image contains what %s imports when it runs',
  (file) => {
    const copied = copiedFor(file);
    const missing = [...closureOf(file)].filter(
      (path) =>
        !copied.some((source) => path === source || (source.endsWith('/') && path.startsWith(source))),
    );

    expect(closureOf(file).size).toBeGreaterThan(3);
    expect(missing).toEqual([]);
  },
);
