// Leaves corrections unfinished in a real browser: nothing that was typed is lost.
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { loadApp } from '../../services/shared/page/load-app.ts';
import { publishPage } from '../../services/shared/page/publish-page.ts';
import { openPageFolder } from '../../services/uploader/page/folder-store.ts';
import { describePage, startBrowser } from './browser.ts';
import { clickWord } from './click-word.ts';
import { makeCourse } from './course.ts';

const ROOT = join(import.meta.dirname, '../..');
/** It has two paragraphs. */
const LECTURE = '#/week1/lesson1/video2';
const OTHER = '#/week1/lesson1/video3';
const TWO_WORDS = '#/week1/lesson1/video4';

const turnOn = (page: Page) => page.getByRole('button', { name: 'Correct', exact: true }).click();
const pencil = (page: Page) => page.getByRole('button', { name: /^Correct from/ });
const kept = (page: Page, count: string) => page.getByText(`${count} in this browser only.`).waitFor();

const writeOver = async (page: Page, word: string, typed: string): Promise<void> => {
  await clickWord(page, word);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  await page.keyboard.type(typed);
};

const beginParagraph = async (page: Page): Promise<void> => {
  await turnOn(page);
  await pencil(page).first().click();
  await page.getByRole('button', { name: 'Whole paragraph' }).click();
  await page.keyboard.type('Now ');
};

describePage('a correction that is not finished', () => {
  const { open } = startBrowser();
  let course: Awaited<ReturnType<typeof makeCourse>>;

  beforeAll(async () => {
    course = await makeCourse();
  });

  it.each([
    ['another lecture', (page: Page) => page.goto(course.url + LECTURE)],
    ['the same page, loaded again', (page: Page) => page.reload()],
  ])('of a word is saved by the way to %s', async (_, leave) => {
    const { page } = await open(course.url + OTHER);
    await turnOn(page);
    await writeOver(page, 'green,', 'viridian,');
    await leave(page);
    await kept(page, '1 correction');

    await page.goto(course.url + OTHER);
    await page.getByText('is viridian, and').waitFor();
  });

  it.each([
    ['another paragraph', (page: Page) => pencil(page).last().click()],
    ['a word elsewhere', (page: Page) => clickWord(page, 'naïve')],
    ['another lecture', (page: Page) => page.goto(course.url + OTHER)],
  ])('of a whole paragraph is saved by the way to %s', async (_, leave) => {
    const { page } = await open(course.url + LECTURE);
    await beginParagraph(page);
    await leave(page);
    await kept(page, '1 correction');

    expect(await page.getByRole('textbox', { name: 'Words of this paragraph' }).count()).toBe(0);
    await page.goto(course.url + LECTURE);
    await page.getByText('Now The chloroplast').waitFor();
  });

  it('of a whole paragraph continues while the user listens, and is left by Cancel', async () => {
    const { page } = await open(course.url + LECTURE);
    await beginParagraph(page);
    await page.locator('.watch').getByRole('button').first().focus();
    const field = page.getByRole('textbox', { name: 'Words of this paragraph' });
    expect(await field.inputValue()).toMatch(/^Now The/);
    await page.getByRole('button', { name: 'Cancel' }).click();

    await page.getByText('The chloroplast turns').waitFor();
    expect(await page.getByText('in this browser only').count()).toBe(0);
  });

  it('loses no click elsewhere, although the words move', async () => {
    const { page } = await open(course.url + LECTURE);
    await turnOn(page);
    await writeOver(page, 'turns', 'turns and turns');
    await pencil(page).last().click();
    await page.getByRole('button', { name: 'naïve' }).waitFor();

    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('and');
  });

  it('is not lost to another window of the course', async () => {
    const { page } = await open(course.url + LECTURE);
    const other = await page.context().newPage();
    await other.goto(course.url + OTHER);
    await turnOn(page);
    await writeOver(page, 'turns', 'makes');
    await page.keyboard.press('Enter');
    await kept(other, '1 correction');
    await turnOn(other);
    await writeOver(other, 'green,', 'viridian,');
    await other.keyboard.press('Enter');

    await kept(page, '2 corrections');
    await page.reload();
    await page.getByText('The chloroplast makes light').waitFor();
  });

  it('in another window does not shift the places replaced here', async () => {
    const { page } = await open(course.url + LECTURE);
    const other = await page.context().newPage();
    await other.goto(course.url + OTHER);
    await turnOn(page);
    await writeOver(page, 'chloroplast', 'leaf');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Find it everywhere in this course' }).click();
    await page.locator('.places li').first().waitFor();
    await turnOn(other);
    await writeOver(other, 'green,', 'a very deep green,');
    await other.keyboard.press('Enter');
    await kept(page, '2 corrections');
    await page.getByRole('button', { name: 'Replace 2' }).click();

    await other.getByRole('button', { name: 'Done' }).click();
    await other
      .getByText('A (leaf) is a very deep green, and chloroplasts are too; so a leaf, they say.')
      .waitFor({ timeout: 5_000 });
  });

  it('of a word keeps the list that is clicked next', async () => {
    const { page } = await open(course.url + OTHER);
    await turnOn(page);
    await writeOver(page, '(chloroplast)', '(leaf)');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Find it everywhere in this course' }).click();
    await page.locator('.places li').first().waitFor();
    await page.getByRole('button', { name: 'green,' }).click();
    await page.keyboard.type('very green');
    await page.getByRole('button', { name: 'Replace 2' }).click();
    await page.getByRole('button', { name: 'Done' }).click();

    await page.getByText('A (leaf) is very green, and chloroplasts are too; so a leaf, they say.').waitFor();
  });

  it('can be undone when no word is left to click on', async () => {
    const { page } = await open(course.url + TWO_WORDS);
    await turnOn(page);
    await writeOver(page, 'moving', '');
    // This saves the word and opens the one that is left.
    for (const key of ['Enter', 'Enter', 'ControlOrMeta+A', 'Delete', 'Enter'])
      await page.keyboard.press(key);
    await page.getByRole('button', { name: 'Undo its corrections' }).click();

    await page.getByText('moving pictures').waitFor();
    expect(await page.getByText('in this browser only').count()).toBe(0);
  });

  it('is not lost if the saved ones cannot be loaded', async () => {
    const { page } = await open(course.url + OTHER);
    await turnOn(page);
    await writeOver(page, 'green,', 'viridian,');
    await page.keyboard.press('Enter');
    await writeFile(
      join(course.folder, 'corrections.json'),
      JSON.stringify({ version: 1, corrections: [], glossary: ['Light'] }),
    );
    await publishPage(openPageFolder(course.folder), {
      app: await loadApp(ROOT),
      title: 'Botany',
      media: () => undefined,
      failed: [],
    });
    const folder = join(course.folder, 'page');
    const [file = ''] = (await readdir(folder)).filter((name) => name.startsWith('corrections-'));
    expect(await readFile(join(folder, file), 'utf8')).toContain('Light');
    await rm(join(folder, file));
    await page.reload();

    await page.getByText('is viridian, and').waitFor();
  });
});
