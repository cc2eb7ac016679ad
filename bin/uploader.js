#!/usr/bin/env node
// Starts the uploader with the programs that `make setup` put beside this checkout's packages. No logic of its own.
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

if (Number.parseInt(process.versions.node, 10) < 24) {
  console.error(
    `The uploader needs Node.js 24, and this is ${process.version}. In its checkout: make setup, then npx uploader.`,
  );
  process.exit(1);
}
// An older Node.js gets as far as here, and knows no import.meta.dirname.
const programs = fileURLToPath(new URL('../node_modules/.bin', import.meta.url));
process.env.PATH = [programs, process.env.PATH].join(delimiter);
await import('../services/uploader/main.ts');
