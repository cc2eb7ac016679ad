// The npm packages whose code is in the image's bundles. Packages that were installed only to bundle them are left out.
import { z } from 'zod';
import { type Component, component } from './component.ts';

const Metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })) }),
  ),
});

/** The files from which esbuild took code, by its metafile, which also lists files that contribute nothing. */
export const bundledFiles = (metafile: string): string[] =>
  Object.values(Metafile.parse(JSON.parse(metafile)).outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);

/** The same for a bundle without a metafile, by esbuild's comments: `// node_modules/@aws/x/dist/y.js`. */
export const commentedFiles = (code: string): string[] =>
  [...code.matchAll(/^\/\/ (node_modules\/\S+)$/gm)].map(([, file]) => file ?? '');

/** The packages of files: `node_modules/@a/b/node_modules/c` for `node_modules/@a/b/node_modules/c/d.js`. */
export const packageFolders = (files: string[]): string[] => {
  const folders = files.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].toSorted();
};

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

export const npmPackage = (packageJson: string): Component => {
  const { name, version, license } = Manifest.parse(JSON.parse(packageJson));
  return component(name, version, `pkg:npm/${name.replace('@', '%40')}@${version}`, license);
};
