// Loads the page's program. A package or function has it built (`npm run build:page` or prepack); in a checkout it is
// built from its sources, in a tenth of a second.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILES = ['index.html', 'page.js', 'page.css'];

/**
 * @param root of the checkout, package or function, with `page/` or `dist/page/`.
 * @returns the `app` for `publishPage`.
 */
export const loadApp = async (root: string): Promise<Map<string, Buffer>> =>
  existsSync(join(root, 'page/main.tsx')) ? buildApp(root) : readApp(join(root, 'dist/page'));

const readApp = async (folder: string): Promise<Map<string, Buffer>> =>
  new Map(await Promise.all(FILES.map(async (name) => [name, await readFile(join(folder, name))] as const)));

/** Builds one classic script, because browsers load no modules from the disk. */
const buildApp = async (root: string): Promise<Map<string, Buffer>> => {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: ['page/main.tsx', 'page/page.css'].map((path) => ({ in: path, out: 'page' })),
    outdir: 'dist/page',
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: ['chrome117', 'firefox119', 'safari17.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    logLevel: 'silent',
  });
  const built = outputFiles.map(
    ({ path, contents }) => [path.slice(path.lastIndexOf('page.')), Buffer.from(contents)] as const,
  );
  return new Map([['index.html', await readFile(join(root, 'page/index.html'))], ...built]);
};
