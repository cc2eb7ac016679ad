// Reads what is in the built image from its files, to check the bill of materials independently of its maker.
import { lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import { z } from 'zod';

const Bill = z.object({
  specVersion: z.literal('1.6'),
  components: z.array(
    z.object({
      name: z.string(),
      version: z.string().optional(),
      purl: z.string().default(''),
      hashes: z.array(z.object({ content: z.string() })).default([]),
    }),
  ),
});

export const readBill = (root: string) =>
  Bill.parse(JSON.parse(readFileSync(join(root, 'opt/bill-of-materials.cdx.json'), 'utf8'))).components;

/** Lists each file under its real path: /lib is a link to /usr/lib, which Node.js follows. */
const filesOf = (root: string): string[] => {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(realpathSync(root), realpathSync(join(entry.parentPath, entry.name))));
  return [...new Set(files)];
};

/** Files that give a process another user's rights. */
export const privileged = (root: string): string[] =>
  filesOf(root).filter((file) => lstatSync(join(root, file)).mode & 0o6000);

/** The places of other parts, and files that are in none of Debian's lists: its settings, and what Docker adds. */
const ELSEWHERE = /^(opt\/|var\/task\/|var\/lib\/dpkg\/|usr\/local\/bin\/node$|etc\/|\.dockerenv$)/;

/** The Debian packages with files in the image, and the files that belong to no package. */
export const debianOwners = (root: string): { packages: string[]; strays: string[] } => {
  const info = join(root, 'var/lib/dpkg/info');
  const owners = new Map(
    readdirSync(info).flatMap((list) =>
      [...readFileSync(join(info, list), 'utf8').matchAll(/^\S+ {2}(.+)$/gm)].map(
        ([, file = '']) => [file, list.replace('.md5sums', '')] as const,
      ),
    ),
  );
  const files = filesOf(root).filter((file) => !ELSEWHERE.test(file));
  const packages = files.flatMap((file) => owners.get(file) ?? []);
  return {
    packages: [...new Set(packages)].toSorted(),
    strays: files.filter((file) => !owners.has(file)),
  };
};

/** The npm packages with files in the bundles' source maps. */
export const npmNames = (root: string): string[] => {
  const folder = join(root, 'var/task');
  const sources = readdirSync(folder)
    .filter((file) => file.endsWith('.map'))
    .flatMap((file) => {
      const map = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      return z.object({ sources: z.array(z.string()) }).parse(map).sources;
    });
  const names = sources.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
  return [...new Set(names)].toSorted();
};
