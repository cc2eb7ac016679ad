// The folder of the package, whose template, state machine and models the local run reads: the checkout, or where npm
// installed it. There the code is one bundle, and lies less deep than its sources.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const holdsTemplate = (folder: string): boolean => existsSync(join(folder, 'template.yaml'));

const above = (folder: string): string =>
  holdsTemplate(folder) || dirname(folder) === folder ? folder : above(dirname(folder));

export const ROOT = above(import.meta.dirname);
