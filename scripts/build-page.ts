// Writes the page's program as files: `node scripts/build-page.ts [FOLDER]`, by default to dist/page.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadApp } from '../services/shared/page/load-app.ts';

const folder = process.argv[2] ?? join(import.meta.dirname, '../dist/page');
await mkdir(folder, { recursive: true });
for (const [name, body] of await loadApp(join(import.meta.dirname, '..')))
  await writeFile(join(folder, name), body);
