// The folder of the package, with its template, state machine and models: the checkout, or the npm installation, where
// the code is one bundle and less deeply nested.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

const holdsTemplate = (folder: string): boolean => existsSync(join(folder, 'template.yaml'));

const above = (folder: string): string =>
  holdsTemplate(folder) || dirname(folder) === folder ? folder : above(dirname(folder));

export const ROOT = above(import.meta.dirname);
