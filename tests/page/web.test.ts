// The same page over HTTP, and its accessibility: axe-core finds no problem in any view.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describePage, startBrowser } from './browser.ts';
import { HOSTILE, makeCourse } from './course.ts';
import { serveFolder } from './serve.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare const axe: {
  run: () => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
};

const violations = async (page: Page): Promise<string[]> => {
  await page.evaluate(AXE);
  return page.evaluate(async () =>
    (await axe.run()).violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join(' | ')}`,
    ),
  );
};

describePage('the course page over HTTP', () => {
  const { open, openWithProfile } = startBrowser();
  let course: Awaited<ReturnType<typeof makeCourse>>;
  let server: Awaited<ReturnType<typeof serveFolder>>;
  let url = '';

  beforeAll(async () => {
    course = await makeCourse();
    server = await serveFolder(course.base);
    const index = fileURLToPath(course.url);
    url = `${server.url}${encodeURIComponent(relative(course.base, dirname(index)))}/${basename(index)}`;
  });
  afterAll(async () => {
    server?.close();
  });

  it('searches and plays, and sends requests only to its own host', async () => {
    const { page, requests, complaints } = await open(url);
    await page.getByRole('searchbox').fill('w60');
    await page.locator('.passage').first().click();
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 30.5);

    expect(requests.filter((request) => !/^data:/.test(request) && !request.startsWith(server.url))).toEqual(
      [],
    );
    expect(complaints).toEqual([]);
  });

  it('remembers the chosen folder, and asks again if the browser requires it', async () => {
    const { page } = await openWithProfile(`${url}#/week2/thai`);
    // A real folder of the File System Access API; only its dialogs are replaced.
    await page.context().addInitScript(() => {
      Object.assign(globalThis, {
        showDirectoryPicker: async () =>
          (await navigator.storage.getDirectory()).getDirectoryHandle('biology'),
      });
      let permission = sessionStorage.getItem('permission') ?? 'granted';
      Object.assign(FileSystemHandle.prototype, {
        queryPermission: async () => permission,
        requestPermission: async () => {
          permission = 'granted';
          return permission;
        },
      });
    });
    const video = readFileSync(join(import.meta.dirname, '../../samples/course/week2/lesson1/video1.mp4'));
    await page.evaluate(async (base64) => {
      const root = await navigator.storage.getDirectory();
      const folder = await root.getDirectoryHandle('biology', { create: true });
      const week = await folder.getDirectoryHandle('week2', { create: true });
      const file = await (await week.getFileHandle('thai.mp4', { create: true })).createWritable();
      await file.write(Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0)));
      await file.close();
    }, video.toString('base64'));
    const plays = () => page.waitForFunction(() => document.querySelector('video')?.readyState);
    await page.reload();
    await page.getByRole('button', { name: 'Choose the course folder …' }).click();
    await plays();
    await page.reload();
    await plays();
    expect(await page.evaluate(() => document.querySelector('video')?.src)).toMatch(/^blob:/);

    await page.evaluate(() => sessionStorage.setItem('permission', 'prompt'));
    await page.reload();
    await page.getByRole('button', { name: 'Open the folder biology again' }).click();
    await plays();
  });

  it('says what to do if a part of it is missing', async () => {
    const { page } = await open(url);
    await page.route('**/words-*.js', (route) => route.abort());
    await page.goto(`${url}#/week2/thai`);

    await page.getByText('If the page was made again meanwhile, reload it').waitFor();
  });

  it('enforces its policy: it sends no requests and runs only its own scripts', async () => {
    const { page, complaints } = await open(url);
    await page.evaluate(() => {
      const image = new Image();
      image.src = 'https://example.com/a.png';
      const script = document.createElement('script');
      script.textContent = 'window.hacked = 1';
      document.body.append(image, script);
      return fetch('https://example.com/').catch(() => undefined);
    });

    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    expect(complaints.filter((text) => text.includes('Content Security Policy')).length).toBeGreaterThan(2);
  });

  it.each([
    ['the course', '#/', {}],
    ['the course, dark', '#/', { colorScheme: 'dark' }],
    ['the course on a phone', '#/', { viewport: { width: 360, height: 700 } }],
    ['a search', '#/?q=light', {}],
    ['a search, dark', '#/?q=light', { colorScheme: 'dark' }],
    ['the places to check', '#/?doubts', {}],
    ['a lecture', '#/week1/lesson1/video1', {}],
    ['a lecture, dark', '#/week1/lesson1/video2', { colorScheme: 'dark' }],
    ['a lecture on a phone', '#/week1/lesson1/video1', { viewport: { width: 360, height: 700 } }],
    ['a lecture with an odd name', `#/week1/lesson2/${encodeURIComponent(HOSTILE)}`, {}],
    ['a lecture without a video', '#/week2/silent', {}],
  ] as const)('has nothing that axe-core finds: %s', async (_, hash, options) => {
    const { page } = await open(url + hash, options);
    await page.locator('main h1').waitFor({ state: 'attached' });
    await page.waitForFunction(() => !document.querySelector('main')?.textContent?.includes('Loading'));

    expect(await violations(page)).toEqual([]);
  });

  it('has no problem that axe-core finds while words are corrected', async () => {
    const { page } = await open(`${url}#/week1/lesson1/video2`);
    await page.getByRole('button', { name: 'Correct', exact: true }).click();
    await page.getByRole('button', { name: 'Correct from 0:00' }).click();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('Enter');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Whole paragraph' }).click();
    expect(await violations(page)).toEqual([]);
    const field = page.getByRole('textbox', { name: 'Words of this paragraph' });
    await field.fill((await field.inputValue()).replace('chloroplast', 'leaf'));
    await field.press('Enter');
    await page.getByRole('button', { name: 'Find it everywhere in this course' }).click();
    await page.locator('.places li').first().waitFor();

    expect(await violations(page)).toEqual([]);
  });

  it('has no problem that axe-core finds in its drawer', async () => {
    const { page } = await open(`${url}#/week1/lesson1/video2`, { viewport: { width: 800, height: 600 } });
    await page.getByRole('button', { name: 'Outline' }).click();

    expect(await violations(page)).toEqual([]);
  });

  it('has no problem that axe-core finds in its help', async () => {
    const { page } = await open(url);
    await page.keyboard.press('?');

    expect(await violations(page)).toEqual([]);
  });

  it('works by keyboard alone, and shows the focus', async () => {
    const { page } = await open(`${url}#/week1/lesson1/video2`);
    await page.locator('.text p').first().waitFor();
    const seen = new Set<string>();
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const [name, outline] = await page.evaluate(() => {
        const focused = document.activeElement;
        const style = focused && getComputedStyle(focused);
        return [focused?.getAttribute('aria-label') ?? focused?.textContent ?? '', style?.outlineStyle];
      });
      if (name && outline !== 'none') seen.add(name);
    }

    for (const name of [
      'Search all lectures',
      'Copy link',
      'Play from 0:00',
      '12 s of speech without words at 0:03',
    ])
      expect([...seen]).toContain(name);
  });
});
