// The real browser that the page is tried in; what the page asks for and complains about is written down.
import { afterAll, beforeAll, describe } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** Found by `once.js`. Without a browser its tests are skipped, and the reporter names them. */
const found = process.env.PAGE_BROWSER ?? '';
const installed: { executablePath: string; args: string[] } | undefined =
  found === '' ? undefined : JSON.parse(found);
export const describePage = installed ? describe : describe.skip;

/** Nobody waits half an hour for a button that is not there. */
const PATIENCE_MS = 30_000;

export type Opened = { page: Page; requests: string[]; complaints: string[] };

/** One browser for the tests of a file. */
export const startBrowser = () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (installed) browser = await chromium.launch(installed);
  });
  afterAll(() => browser?.close());

  const open = async (url: string, options: BrowserContextOptions = {}): Promise<Opened> => {
    if (!browser) throw new Error('There is no browser.');
    const context = await browser.newContext({ viewport: { width: 1_300, height: 850 }, ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const page = await context.newPage();
    const opened: Opened = { page, requests: [], complaints: [] };
    page.on('request', (request) => opened.requests.push(request.url()));
    page.on('console', (message) => message.type() === 'error' && opened.complaints.push(message.text()));
    page.on('pageerror', (error) => opened.complaints.push(error.message));
    await page.goto(url);
    return opened;
  };
  return { open };
};
