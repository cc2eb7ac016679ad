// `node services/transcriber/image/bill/cli.ts PARTS` writes the image's bill of materials to stdout, during its build.
// PARTS has a folder or file per part, as made by the Dockerfile's stage `bill`; node_modules is in the current folder.
import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { findModel, nameOf } from '../../../shared/models/catalogue.ts';
import { billOf, type Component, containing } from './component.ts';
import { bundledFiles, commentedFiles, npmPackage, packageFolders } from './npm.ts';
import {
  clientParts,
  debianPackages,
  ffmpeg,
  model,
  nodejs,
  operatingSystem,
  speechEngine,
} from './parts.ts';

const parts = process.argv[2];
if (!parts) throw new Error('Usage: node services/transcriber/image/bill/cli.ts PARTS');
const read = (...path: string[]) => readFileSync(join(...path), 'utf8');

const packagesIn = (root: string, files: string[]): Component[] =>
  packageFolders(files).map((folder) => npmPackage(read(root, folder, 'package.json')));

const runtimeClient = (): Component =>
  containing(npmPackage(read(parts, 'ric/package.json')), [
    ...packagesIn(join(parts, 'ric'), commentedFiles(read(parts, 'ric/index.mjs'))),
    ...clientParts(read(parts, 'ric/THIRD-PARTY-LICENSES')),
  ]);

const models = (): Component[] =>
  readdirSync(join(parts, 'models'))
    .filter((file) => file.endsWith('.bin'))
    .map((file) => {
      const name = nameOf(file);
      const licence = findModel(name) || name.startsWith('silero') ? 'MIT' : undefined;
      return model(file, hash('sha256', readFileSync(join(parts, 'models', file))), licence);
    });

const Project = z.object({ version: z.string(), license: z.string() });
const bill = billOf({ name: 'transcriber', ...Project.parse(JSON.parse(read('package.json'))) }, [
  operatingSystem(read(parts, 'debian/os-release')),
  ...debianPackages(read(parts, 'debian/status')),
  nodejs(process.versions),
  ...packagesIn('.', bundledFiles(read(parts, 'metafile.json'))),
  runtimeClient(),
  speechEngine(execFileSync(join(parts, 'engine/transcribe-engine'), { input: '', encoding: 'utf8' })),
  ffmpeg(read(parts, 'ffmpeg/changelog')),
  ...models(),
]);
process.stdout.write(`${JSON.stringify(bill, null, 1)}\n`);
