// The npm packages in the image's bundles: those whose code is there, not those that were installed to bundle them.
import { z } from 'zod';
import { type Component, component } from './component.ts';

const Metafile = z.object({
  outputs: z.record(
    z.string(),
    z.object({ inputs: z.record(z.string(), z.object({ bytesInOutput: z.number() })) }),
  ),
});

/** The files of which esbuild took anything, by its metafile; it reads others and leaves them out. */
export const bundledFiles = (metafile: string): string[] =>
  Object.values(Metafile.parse(JSON.parse(metafile)).outputs)
    .flatMap(({ inputs }) => Object.entries(inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file);

/** The same of a bundle without a metafile: esbuild's comment before each file, `// node_modules/@aws/x/dist/y.js`. */
export const commentedFiles = (code: string): string[] =>
  [...code.matchAll(/^\/\/ (node_modules\/\S+)$/gm)].map(([, file]) => file ?? '');

/** The folders of the packages that files are of: `node_modules/@a/b/node_modules/c` of `node_modules/@a/b/node_modules/c/d.js`. */
export const packageFolders = (files: string[]): string[] => {
  const folders = files.map((file) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].toSorted();
};

const Manifest = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

export const npmPackage = (packageJson: string): Component => {
  const { name, version, license } = Manifest.parse(JSON.parse(packageJson));
  return component(name, version, `pkg:npm/${name.replace('@', '%40')}@${version}`, license);
};
