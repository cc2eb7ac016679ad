// Opens the page in a real browser, and records its requests and errors.
import { afterAll, beforeAll, describe } from '@jest/globals';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Download,
  type Page,
} from 'playwright-core';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

/** Found by `once.js`. Without a browser, the tests are skipped and the reporter names them. */
const found = process.env.PAGE_BROWSER ?? '';
const installed: { executablePath: string; args: string[] } | undefined =
  found === '' ? undefined : JSON.parse(found);
export const describePage = installed ? describe : describe.skip;

/** So that a missing button does not hold up the tests for half an hour. */
const PATIENCE_MS = 30_000;

export type Opened = { page: Page; requests: string[]; complaints: string[] };

/** One browser for all tests of a file. */
export const startBrowser = () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (installed) browser = await chromium.launch(installed);
  });
  const profiles: BrowserContext[] = [];
  afterAll(async () => {
    for (const profile of profiles) await profile.close();
    await browser?.close();
  });

  const open = async (url: string, options: BrowserContextOptions = {}): Promise<Opened> => {
    if (!browser) throw new Error('There is no browser.');
    return openIn(await browser.newContext({ viewport: { width: 1_300, height: 850 }, ...options }), url);
  };

  /** A persistent profile, as people have: headless Chromium crashes on a remembered folder in a private window. */
  const openWithProfile = async (url: string): Promise<Opened> => {
    const context = await chromium.launchPersistentContext(temporaryFolder(), installed);
    profiles.push(context);
    return openIn(context, url);
  };
  return { open, openWithProfile };
};

const openIn = async (context: BrowserContext, url: string): Promise<Opened> => {
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const opened: Opened = { page, requests: [], complaints: [] };
  page.on('request', (request) => opened.requests.push(request.url()));
  page.on('console', (message) => message.type() === 'error' && opened.complaints.push(message.text()));
  page.on('pageerror', (error) => opened.complaints.push(error.message));
  await page.goto(url);
  return opened;
};

/** Presses a button that starts a download. */
export const downloadBy = async (page: Page, button: string): Promise<Download> => {
  const started = page.waitForEvent('download');
  await page.getByRole('button', { name: button }).click();
  return started;
};
