// Opens the page in a real browser, and records its requests and errors.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

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
  afterAll(() => browser?.close());

  const open = async (url: string, options: BrowserContextOptions = {}): Promise<Opened> => {
    if (!browser) throw new Error('There is no browser.');
    return openIn(await browser.newContext({ viewport: { width: 1_300, height: 850 }, ...options }), url);
  };
  const profiles: string[] = [];
  afterAll(() => Promise.all(profiles.map((profile) => rm(profile, { recursive: true, force: true }))));

  /** A persistent profile, as people have: headless Chromium crashes on a remembered folder in a private window. */
  const openWithProfile = async (url: string): Promise<Opened> => {
    const profile = await mkdtemp(join(tmpdir(), 'page-profile-'));
    profiles.push(profile);
    return openIn(await chromium.launchPersistentContext(profile, installed), url);
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
