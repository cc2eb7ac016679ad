// Clicks words of the course page, which have no elements of their own.
import type { Page } from 'playwright-core';

/** Clicks the middle of a word. */
export const clickWord = async (page: Page, word: string): Promise<void> => {
  const place = await page.evaluate((wanted) => {
    for (const paragraph of document.querySelectorAll('.text p')) {
      const at = (paragraph.textContent ?? '').split(' ').indexOf(wanted);
      if (at < 0 || !paragraph.firstChild) continue;
      const from = (paragraph.textContent ?? '').split(' ').slice(0, at).join(' ').length + (at > 0 ? 1 : 0);
      const range = new Range();
      range.setStart(paragraph.firstChild, from);
      range.setEnd(paragraph.firstChild, from + wanted.length);
      scrollBy({ top: range.getBoundingClientRect().top - innerHeight / 2, behavior: 'instant' });
      const { left, top, width, height } = range.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }
    return undefined;
  }, word);
  if (!place) throw new Error(`There is no ${word}.`);
  await page.mouse.click(place.x, place.y);
};
