// Corrections in a real browser: made, kept, saved as a file, and applied to the srt by the uploader.
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describePage, downloadBy, startBrowser } from './browser.ts';
import { clickWord } from './click-word.ts';
import { makeCourse } from './course.ts';
import { serveFolder } from './serve.ts';

const ROOT = join(import.meta.dirname, '../..');
const LECTURE = '#/week1/lesson1/video2';
const OTHER = '#/week1/lesson1/video3';

const correct = (page: Page) => page.getByRole('button', { name: 'Correct', exact: true });

const rewrite = async (page: Page, change: (text: string) => string): Promise<void> => {
  await correct(page).click();
  await page.getByRole('button', { name: 'Correct from 0:00' }).click();
  await page.getByRole('button', { name: 'Whole paragraph' }).click();
  const field = page.getByRole('textbox', { name: 'Words of this paragraph' });
  await field.fill(change(await field.inputValue()));
  await field.press('Enter');
};

describePage('corrections on the course page', () => {
  const { open } = startBrowser();
  let course: Awaited<ReturnType<typeof makeCourse>>;

  let server: Awaited<ReturnType<typeof serveFolder>>;

  beforeAll(async () => {
    course = await makeCourse();
    server = await serveFolder(course.base);
  });
  afterAll(async () => {
    server?.close();
  });

  it('stay in the browser, and times stay with their words', async () => {
    const { page } = await open(course.url + OTHER);
    await rewrite(page, (text) => text.replace('green', 'deep green'));
    await page.getByText('1 correction in this browser only.').waitFor();
    await page.reload();

    await page.getByText('A (chloroplast) is deep green,').waitFor();
    const download = await downloadBy(page, 'Download srt');
    expect(await readFile(await download.path(), 'utf8')).toContain('deep green');
  });

  it('are made word by word at a click, and saved when the word is left', async () => {
    const { page } = await open(course.url + OTHER);
    await correct(page).click();
    await clickWord(page, '(chloroplast)');
    // The selection leaves out punctuation.
    await page.keyboard.type('leaf');
    await page.keyboard.press('Enter');
    await page.getByText('A (leaf) is green').waitFor();
    await page.getByRole('button', { name: 'green,' }).click();
    await page.keyboard.type('deep green');
    await page.getByRole('button', { name: 'chloroplasts' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Done' }).click();

    await page.getByText('2 corrections in this browser only.').waitFor();
    await page.getByText('A (leaf) is deep green, and chloroplasts are too').waitFor();
  });

  it('can be made by keyboard alone: words changed, split, joined and left', async () => {
    const { page } = await open(course.url + LECTURE);
    const press = async (...keys: string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key);
    };
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await correct(page).press('Enter');
    await page.getByRole('button', { name: 'Correct from 0:00' }).press('Enter');
    expect(await focused()).toBe('The');
    await press('ArrowRight', 'ArrowRight', 'Enter');
    await page.keyboard.type('leaf turns');
    await press('Enter');
    expect(await focused()).toBe('leaf');
    await press('Home', 'Enter', 'End', 'Delete', 'Enter');
    await press('ArrowRight', 'ArrowRight', 'Enter');
    await page.keyboard.type('nothing');
    await press('Escape', 'Escape');

    const text = (await page.locator('.text p').allInnerTexts()).join(' ');
    expect(text).toMatch(/^Thechloroplast leaf turns light into energy/);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe(
      'Correct from 0:00',
    );
    const download = await downloadBy(page, 'Download srt');
    const times = (await readFile(await download.path(), 'utf8')).match(/\d\d:\d\d:\d\d,\d{3}/g) ?? [];
    expect(times).toEqual(times.toSorted());
  });

  it('are cancelled by Escape', async () => {
    const { page } = await open(course.url + OTHER);
    await correct(page).click();
    await page.getByRole('button', { name: 'Correct from 0:00' }).click();
    await page.getByRole('button', { name: 'Whole paragraph' }).click();
    await page.keyboard.type('Nothing ');
    await page.keyboard.press('Escape');
    await page.getByText('A (chloroplast) is green').waitFor();

    expect(await page.getByText('in this browser only').count()).toBe(0);
  });

  it('can be searched', async () => {
    const { page } = await open(course.url + OTHER);
    await page.getByRole('searchbox').fill('purple');
    await page.getByText('No results for “purple”.').waitFor();
    await page.goBack();
    await rewrite(page, (text) => text.replace('green', 'purple'));
    await page.getByRole('searchbox').fill('purple');

    await page.locator('.passage mark', { hasText: 'purple,' }).waitFor();
  });

  it('are written to the chosen file again and again', async () => {
    const { page } = await open(
      `${server.url}${encodeURIComponent(basename(course.folder))}/index.html${OTHER}`,
    );
    // A real file of the File System Access API; only its dialog is replaced.
    await page.evaluate(() => {
      let asked = 0;
      Object.assign(globalThis, {
        showSaveFilePicker: async () => {
          asked += 1;
          if (asked > 1) throw new Error('It was chosen already.');
          const folder = await navigator.storage.getDirectory();
          return folder.getFileHandle('corrections.json', { create: true });
        },
      });
    });
    const written = () =>
      page.evaluate(async () => {
        const folder = await navigator.storage.getDirectory();
        const file = await (await folder.getFileHandle('corrections.json')).getFile();
        return JSON.parse(await file.text()).corrections.map(
          ({ written: words }: { written: string[] }) => words,
        );
      });
    await rewrite(page, (text) => text.replace('green', 'blue'));
    await page.getByRole('button', { name: 'Save corrections.json' }).click();
    await page.getByText('1 correction saved.').waitFor();
    expect(await written()).toEqual([['blue,']]);
    await correct(page).click();
    await rewrite(page, (text) => text.replace('say', 'said'));
    await page.getByRole('button', { name: 'Save corrections.json' }).click();
    await page.getByText('2 corrections saved.').waitFor();
    expect(await written()).toEqual([['blue,'], ['said.']]);
  });

  it('go everywhere in the course, into a file, and from there into the srt', async () => {
    const { page } = await open(course.url + LECTURE);
    await page.evaluate(() => Reflect.deleteProperty(globalThis, 'showSaveFilePicker'));
    await rewrite(page, (text) => text.replace('chloroplast', 'thylakoid'));
    await page.getByRole('button', { name: 'Find it everywhere in this course' }).click();
    const places = page.locator('.places li');
    await places.first().waitFor();
    expect(await places.allInnerTexts()).toEqual([
      expect.stringContaining('A (chloroplast) is green'),
      expect.stringContaining('so a chloroplast, they say.'),
    ]);
    await page.getByRole('button', { name: 'Replace 2' }).click();
    await page.getByText('3 corrections in this browser only.').waitFor();
    const download = await downloadBy(page, 'Save corrections.json');
    await download.saveAs(join(course.folder, download.suggestedFilename()));
    await page.getByText('3 corrections saved.').waitFor();
    const glossary = await downloadBy(page, 'Download glossary.txt');
    expect(glossary.suggestedFilename()).toBe('glossary.txt');
    expect(await readFile(await glossary.path(), 'utf8')).toBe('thylakoid\n');

    const uploader = join(ROOT, 'bin/uploader.js');
    const node = join(ROOT, 'node_modules/.bin/node');
    // Exit code 2: one transcript of this course is broken, and named.
    expect(() => execFileSync(node, [uploader, 'page', course.folder], { stdio: 'pipe' })).toThrow(
      expect.objectContaining({ status: 2 }),
    );
    const srt = async (name: string) =>
      (await readFile(join(course.folder, `week1/lesson1/${name}.srt`), 'utf8')).replaceAll('\n', ' ');
    expect(await srt('video2')).toContain('The thylakoid turns');
    expect(await srt('video3')).toContain(
      'A (thylakoid) is green, and chloroplasts are too; so a thylakoid,',
    );
    await page.goto(`${course.url}${OTHER}`);
    await page.reload();
    await page.getByText('A (thylakoid) is green').waitFor();
    expect(await page.locator('.save-bar').count()).toBe(0);
    const corrections = JSON.parse(await readFile(join(course.folder, 'corrections.json'), 'utf8'));
    expect(corrections.glossary).toEqual(['thylakoid']);
  });
});
