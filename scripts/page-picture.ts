// Draws docs/page.png: the uploader makes the page of samples/course, and a real browser takes the picture.
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = join(import.meta.dirname, '..');

const installed = execFileSync(process.execPath, [join(ROOT, 'tests/page/find-browser.ts')], {
  encoding: 'utf8',
});
if (installed === '') throw new Error('There is no Chromium on this machine. Install one.');
const folder = await mkdtemp(join(tmpdir(), 'page-picture-'));
try {
  const uploader = join(ROOT, 'bin/uploader.js');
  const args = [uploader, join(ROOT, 'samples/course'), '--local', '--out', folder];
  execFileSync(process.execPath, args, { stdio: 'inherit' });
  const browser = await chromium.launch(JSON.parse(installed));
  const page = await browser.newPage({ viewport: { width: 1_280, height: 680 }, colorScheme: 'light' });
  const index = pathToFileURL(join(folder, 'index.html')).href;
  await page.goto(`${index}#/week2/lesson1/video1?t=20`);
  await page.waitForFunction('document.querySelector("video")?.readyState > 1');
  await page.getByRole('button', { name: 'Unsure words' }).click();
  // Chromium shows a spinner until the first frame has loaded.
  await page.waitForFunction("document.querySelector('video')?.readyState === 4");
  await page.waitForTimeout(1_000);
  await page.screenshot({ path: join(ROOT, 'docs/page.png') });
  await browser.close();
} finally {
  await rm(folder, { recursive: true, force: true });
}
