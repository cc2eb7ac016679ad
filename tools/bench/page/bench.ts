// Measures how quick the course page is in a browser: npm run bench:page [-- HOURS …]; by default 100 and 1,000.
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { loadApp } from '../../../services/shared/page/load-app.ts';
import type { PageStore } from '../../../services/shared/page/page-store.ts';
import { publishPage } from '../../../services/shared/page/publish-page.ts';
import { generateTranscript, lectureNames, WORDS_PER_HOUR } from './generated-course.ts';
import { measurePage } from './measure-page.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Transcripts are generated when they are read; the page is written to a folder. */
const makeStore = (folder: string, hours: number): PageStore => {
  const names = lectureNames(hours);
  const hourOf = new Map(names.map((name, hour) => [`${name}.json`, hour]));
  return {
    async *list() {
      for (const name of names) yield { name: `${name}.json`, version: '1' };
    },
    read: async (name) => {
      const hour = hourOf.get(name);
      if (hour === undefined) return readFile(join(folder, name));
      return Buffer.from(JSON.stringify(generateTranscript(name.replace('.json', ''), hour)));
    },
    write: async (name, body) => {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), body);
    },
    remove: (name) => rm(join(folder, name), { force: true }),
  };
};

const found = execFileSync(process.execPath, [join(ROOT, 'tests/page/find-browser.ts')], {
  encoding: 'utf8',
});
if (found === '') {
  console.error('There is no Chromium on this machine. Install one (apt-get install chromium).');
  process.exit(1);
}
const app = await loadApp(ROOT);
const wanted = process.argv.slice(2).map(Number);
for (const hours of wanted.length > 0 ? wanted : [100, 1_000]) {
  const folder = await mkdtemp(join(tmpdir(), 'bench-page-'));
  try {
    const started = performance.now();
    await publishPage(makeStore(folder, hours), { app, title: `${hours} hours` });
    const browser = await chromium.launch(JSON.parse(found));
    const figures = await measurePage(browser, pathToFileURL(join(folder, 'index.html')).href);
    await browser.close();
    console.log(`${hours} hours, ${(hours * WORDS_PER_HOUR).toLocaleString('en')} words`);
    console.table({
      'made in, s (with making up its words)': Math.round((performance.now() - started) / 1_000),
      ...figures,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
