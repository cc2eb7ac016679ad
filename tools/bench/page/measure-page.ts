// Measures how long somebody waits who opens the page and types, and how much memory the page takes.
import { readFileSync } from 'node:fs';
import type { Browser, CDPSession } from 'playwright-core';

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
  const before = await metric(session, 'TaskDuration');
  const keys: number[] = [];
  for (const query of QUERIES)
    for (let length = 1; length <= query.length; length += 1)
      keys.push(await page.evaluate(typeAndWait, query.slice(0, length)));
  const computed = (await metric(session, 'TaskDuration')) - before;
  const sorted = keys.toSorted((a, b) => a - b);
  return {
    'first paint, ms': Math.round(paint ?? Number.NaN),
    'first hit after opening, ms': Math.round(firstHit),
    'all words loaded, ms': Math.round(whole),
    'a key, median, ms': Math.round(sorted[sorted.length >> 1] ?? Number.NaN),
    'a key, slowest, ms': Math.round(sorted.at(-1) ?? Number.NaN),
    'a key, mean of what the processor does, ms': Math.round((computed * 1_000) / keys.length),
    ...(await memory(browser, session)),
  };
};

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
