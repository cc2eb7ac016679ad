// Measures how long somebody waits who opens the page and types, and how much memory the page takes.
import { readFileSync } from 'node:fs';
import type { Browser, CDPSession, Page } from 'playwright-core';

/** A common word, a rare one, the beginning of a word, a misspelling, several words, and a phrase. */
const QUERIES = ['ba', 'trapleme', 'conme', 'tramenfco', 'ce di fo', '"ba ce"'];

/** @returns milliseconds and megabytes, by what was measured. */
export const measurePage = async (browser: Browser, url: string): Promise<Record<string, number>> => {
  const page = await browser.newPage({ viewport: { width: 1_300, height: 850 } });
  await page.goto(url, { waitUntil: 'commit' });
  await page.getByRole('searchbox').waitFor();
  await page.evaluate(type, 'sti');
  const firstHit = await page.evaluate(firstHitTime);
  const paint = await page.evaluate(
    () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime,
  );
  await page.waitForFunction(
    () => !document.querySelector('.search .facts')?.textContent?.includes('so far'),
    undefined,
    { timeout: 300_000 },
  );
  const whole = await page.evaluate(() => performance.now());
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const figures = await measureKeys(page, session);
  return {
    'first paint, ms': Math.round(paint ?? Number.NaN),
    'first hit after opening, ms': Math.round(firstHit),
    'all words loaded, ms': Math.round(whole),
    ...figures,
    ...(await memory(browser, session)),
  };
};

/** Each key as often: another program on the machine makes one of them slow, and not the same one each time. */
const ROUNDS = 5;

const measureKeys = async (page: Page, session: CDPSession): Promise<Record<string, number>> => {
  const typed = QUERIES.flatMap((query) => Array.from(query, (_, at) => query.slice(0, at + 1)));
  const keys = typed.map((text) => ({ text, waits: [] as number[], computes: [] as number[] }));
  await page.evaluate(watchTasks);
  for (let round = 0; round < ROUNDS; round += 1)
    for (const { text, waits, computes } of keys) {
      const before = await metric(session, 'TaskDuration');
      waits.push(await page.evaluate(typeAndWait, text));
      computes.push(((await metric(session, 'TaskDuration')) - before) * 1_000);
    }
  const waits = keys.map((key) => median(key.waits));
  const computes = keys.map((key) => median(key.computes));
  return {
    'a key, median, ms': Math.round(median(waits)),
    [`the slowest key, median of ${ROUNDS} times, ms`]: Math.round(Math.max(...waits)),
    'the slowest of all, ms': Math.round(Math.max(...keys.flatMap((key) => key.waits))),
    'the longest task of 50 ms or more, ms': Math.round(await page.evaluate(longestTask)),
    'what the processor does for a key, median, ms': Math.round(median(computes)),
    'what it does for the slowest key, ms': Math.round(Math.max(...computes)),
  };
};

declare global {
  var longest: number;
}

/** A browser tells of those that take 50 ms or more. */
const watchTasks = (): void => {
  globalThis.longest = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) globalThis.longest = Math.max(globalThis.longest, duration);
  }).observe({ type: 'longtask' });
};

const longestTask = (): number => globalThis.longest;

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** Does what the browser does when a key is pressed. */
const type = (text: string): void => {
  const field = document.querySelector<HTMLInputElement>('input[type=search]');
  if (!field) throw new Error('There is no search field.');
  field.focus();
  field.value = text;
  field.dispatchEvent(new Event('input', { bubbles: true }));
};

const firstHitTime = (): Promise<number> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (document.querySelector('.passage')) resolve(performance.now());
      else requestAnimationFrame(look);
    };
    look();
  });

/** Waits until the results are drawn, when the next frame has begun. */
const typeAndWait = (text: string): Promise<number> =>
  new Promise((resolve) => {
    const field = document.querySelector<HTMLInputElement>('input[type=search]');
    if (!field) return;
    const started = performance.now();
    field.value = text;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    const look = (): void => {
      const isDrawn = document.querySelector<HTMLElement>('.search')?.dataset.query === text;
      if (isDrawn) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - started)));
      else setTimeout(look);
    };
    look();
  });

const metric = async (session: CDPSession, wanted: string): Promise<number> => {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === wanted)?.value ?? Number.NaN;
};

/** The memory of the process that draws the page, as Linux counts it, and its heap after a garbage collection. */
const memory = async (browser: Browser, session: CDPSession): Promise<Record<string, number>> => {
  await session.send('HeapProfiler.collectGarbage');
  const heap = await metric(session, 'JSHeapUsedSize');
  const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
  const resident = processInfo
    .filter(({ type: kind }) => kind === 'renderer')
    .map(({ id }) =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? Number.NaN),
    );
  return {
    "the page's process, MB": Math.round(Math.max(...resident) / 1_000),
    'its heap, MB': Math.round(heap / 1e6),
  };
};
