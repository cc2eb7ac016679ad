// The course page in a real browser, opened from the disk as if by a double click.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describePage, type Opened, startBrowser } from './browser.ts';
import { clickWord } from './click-word.ts';
import { HOSTILE, LONG, makeCourse } from './course.ts';

const link = (name: string): string => `#/${name.split('/').map(encodeURIComponent).join('/')}`;

const lit = (page: Page): Promise<string[]> =>
  page.evaluate(() => [...(CSS.highlights.get('lit') ?? [])].map(String));

const currentTime = (page: Page): Promise<number> =>
  page.evaluate(() => document.querySelector('video')?.currentTime ?? -1);

const search = async (page: Page, query: string): Promise<string[]> => {
  await page.getByRole('searchbox').fill(query);
  await page.waitForFunction(
    (typed) =>
      document.querySelector<HTMLElement>('.search')?.dataset.query === typed &&
      !document.querySelector('.search .facts')?.textContent?.includes('so far'),
    query,
  );
  return page.locator('.found h2 a').allTextContents();
};

describePage('the course page', () => {
  const { open } = startBrowser();
  let course: Awaited<ReturnType<typeof makeCourse>>;
  let searched: Opened | undefined;
  const openAt = (hash: string, options = {}): Promise<Opened> => open(`${course.url}${hash}`, options);

  beforeAll(async () => {
    course = await makeCourse();
  });

  it('shows the course, its outline in order, and what is wrong with it', async () => {
    const { page, requests, complaints } = await openAt('');

    expect(await page.locator('h1').textContent()).toBe('Botany & <b>Light</b>');
    expect(await page.locator('.facts').textContent()).toContain('210 lectures');
    expect(await page.locator('.problems').allInnerTexts()).toEqual([
      expect.stringContaining('week1/lesson3/video1.mp4 It is not a video.'),
      expect.stringContaining('week2/torn.json It is not valid JSON'),
    ]);
    await page.getByText('week3').click();
    await page.getByText('video200', { exact: true }).first().waitFor();
    const names = await page
      .locator('.outline details:has(> summary:has-text("week3")) a bdi')
      .allInnerTexts();
    await page.locator('.outline summary', { hasText: 'week1' }).click();
    await page.locator('.outline summary', { hasText: 'lesson3' }).click();
    expect(await page.locator('.outline .failed').textContent()).toBe('video1.mp4 failed');
    expect([names.length, names[1], names[9]]).toEqual([200, 'video2', 'video10']);
    expect(requests.filter((url) => !/^(file|data):/.test(url))).toEqual([]);
    expect(complaints).toEqual([]);
  });

  it.each([
    ['a beginning', 'photos', ['week1/lesson1/video1']],
    ['another case', 'ENERGY', ['week1/lesson1/video2']],
    ['a misspelling', 'photosythnesis', ['week1/lesson1/video1']],
    ['without accents', 'naive muller', ['week1/lesson1/video2']],
    ['with accents that nobody wrote', 'lïght', ['week1/lesson1/video2']],
    ['a phrase', '"light into energy"', ['week1/lesson1/video2']],
    ['a part of a compound', 'known', ['week1/lesson1/video2']],
    ['Chinese, across words of the engine', '今天', ['week2/中文 #1 50%?/一 🎓']],
    ['Chinese', '光合', ['week2/中文 #1 50%?/一 🎓']],
    ['Thai', 'สังเคราะห์', ['week2/thai']],
    ['Arabic', 'الضوئي', ['week2/عربي']],
    ['a name of a lecture', 'silent', ['week2/silent']],
    ['one of two hundred', 'unit117', ['week3/video117']],
    ['markup', '<script>', [`week1/lesson2/${HOSTILE}`]],
    ['what nobody says', '"energy into light"', []],
  ])('finds %s: %s', async (_, query, names) => {
    searched ??= await openAt('');

    const found = await search(searched.page, query);

    expect(found.slice(0, Math.max(1, names.length))).toEqual(names);
    expect(searched.complaints).toEqual([]);
  });

  it('plays from a search result, and highlights the spoken word', async () => {
    const { page, complaints } = await openAt('');
    await search(page, 'w60');
    await page.locator('.passage').first().click();
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 31);

    expect(await currentTime(page)).toBeLessThan(40);
    expect(await lit(page)).toEqual([expect.stringMatching(/^w6\d$|^w7\d$/)]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate(() => [...(CSS.highlights.get('found') ?? [])].map(String))).toEqual(['w60']);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('main');
    await page.goBack();
    expect(await page.locator('.found h2 a').first().textContent()).toBe('week1/lesson1/video1');
  });

  it('plays from a clicked word, and keeps the spoken word in view', async () => {
    const { page } = await openAt(link('week1/lesson1/video1'), { viewport: { width: 1_000, height: 300 } });
    await page.waitForFunction(() => document.querySelector('video')?.readyState);
    await clickWord(page, 'w100');
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 50.2);

    // The page scrolls smoothly to a word that moves on.
    await page.waitForFunction(() => {
      const [range] = CSS.highlights.get('lit') ?? [];
      const { top = -1, bottom = 0 } = range instanceof Range ? range.getBoundingClientRect() : {};
      return top > 56 && bottom < innerHeight && scrollY > 0;
    });
    expect(await lit(page)).toEqual([expect.stringMatching(/^w1[01]\d$/)]);
  });

  it.each([
    ['space', ' ', 'paused', false],
    ['l', 'l', 'currentTime', 20],
    ['j', 'j', 'currentTime', 0],
    ['arrow', 'ArrowRight', 'currentTime', 15],
    ['a digit', '5', 'currentTime', 31.5],
    ['faster', '>', 'playbackRate', 1.25],
    ['mute', 'm', 'muted', true],
  ] as const)('has the keys of a player: %s', async (_, key, property, value) => {
    const { page } = await openAt(`${link('week1/lesson1/video1')}?t=10`);
    await page.waitForFunction(() => document.querySelector('video')?.readyState);
    await page.evaluate(() => document.querySelector('video')?.pause());
    await page.keyboard.press(key);

    const now = await page.evaluate((name) => document.querySelector('video')?.[name], property);
    if (typeof value === 'number') expect(now).toBeCloseTo(value, 0);
    else expect(now).toBe(value);
  });

  it('types into the search field, whatever the keys mean elsewhere', async () => {
    const { page } = await openAt(link('week1/lesson1/video1'));
    await page.keyboard.press('/');
    await page.keyboard.type('light k?');

    expect(await page.getByRole('searchbox').inputValue()).toBe('light k?');
    expect(await page.getByRole('dialog').count()).toBe(0);
  });

  it('moves from the search to its results by keyboard alone', async () => {
    const { page } = await openAt('');
    await page.keyboard.press('/');
    await page.keyboard.type('w60');
    await page.locator('.passage').first().waitFor();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');

    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 30.5);
    expect(new URL(page.url()).hash).toMatch(/\?t=30$/);
  });

  it('follows keys that are pressed before its later effects run', async () => {
    const { page } = await openAt('');
    // These wait for a frame, or for a timer if there is none.
    await page.addInitScript(() => {
      const { setTimeout } = window;
      window.requestAnimationFrame = () => 0;
      Object.assign(window, { setTimeout: (f: () => void, ms = 0) => setTimeout(f, ms > 0 ? 3_000 : 0) });
    });
    await page.reload();
    await page.keyboard.press('/');
    await page.keyboard.type('w60');
    await page.locator('.passage').first().waitFor();
  });

  it('opens and closes its help by keyboard', async () => {
    const { page } = await openAt('');
    await page.keyboard.press('?');
    expect(await page.getByRole('dialog').textContent()).toContain('back or forward 10 seconds');
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog'));
  });

  it('shows captions on the picture', async () => {
    const { page } = await openAt(`${link('week1/lesson1/video1')}?t=10`);
    await page.waitForFunction(() => document.querySelector('video')?.textTracks[0]?.cues?.length);
    await page.getByRole('button', { name: 'Captions' }).click();

    const shown = await page.evaluate(() => {
      const track = document.querySelector('video')?.textTracks[0];
      const cues = [...(track?.cues ?? [])] as VTTCue[];
      return [track?.mode, cues.map(({ text }) => text).join(' ')];
    });
    expect(shown).toEqual(['showing', expect.stringContaining('w20')]);
    await page.getByRole('button', { name: 'Captions', pressed: true }).waitFor();
    await page.goto(`${course.url}${link(`week1/lesson2/${HOSTILE}`)}`);
    await page.locator('.text p', { hasText: 'window.hacked' }).waitFor();
    await page.waitForFunction(() => document.querySelector('video')?.textTracks[0]?.mode === 'showing');
  });

  it('shows names and words as text, whatever they contain', async () => {
    const { page, complaints } = await openAt(link(`week1/lesson2/${HOSTILE}`));
    await page.waitForFunction(() => document.querySelector('video')?.readyState);

    expect(await page.locator('h1').textContent()).toBe(HOSTILE);
    expect(await page.locator('.text p').textContent()).toBe(
      '<script>window.hacked=1</script> <img/src=x/onerror=window.hacked=1> & "quoted"',
    );
    expect(await page.evaluate(() => 'hacked' in globalThis)).toBe(false);
    expect(complaints).toEqual([]);
  });

  it('shows gaps as buttons that play them, and underlines unsure words', async () => {
    const { page } = await openAt(link('week1/lesson1/video2'));
    await page.getByRole('button', { name: '12 s of speech without words at 0:03' }).click();
    expect(await currentTime(page)).toBe(3);
    await page.getByRole('button', { name: 'Unsure words' }).click();

    await page.waitForFunction(
      () => [...(CSS.highlights.get('unsure') ?? [])].map(String).join(' ') === 'chloroplast turns',
    );
  });

  it('lists the places to check, worst first', async () => {
    const { page } = await openAt('#/?doubts');
    await page.waitForFunction(() => document.querySelectorAll('.doubts li').length > 1);

    expect(await page.locator('.doubts li').allInnerTexts()).toEqual([
      expect.stringContaining('12 s of speech without words'),
      expect.stringContaining('chloroplast turns'),
    ]);
    await page.getByRole('button', { name: 'Done: 12 s of speech' }).click();
    await page.reload();
    await page.locator('.doubts li').first().waitFor();
    expect(await page.locator('.doubts li').count()).toBe(1);
  });

  it('says why a lecture has no text, and that a video is missing', async () => {
    const { page } = await openAt(link('week2/silent'));

    expect(await page.locator('.remark').textContent()).toBe('There is no text: nobody speaks.');
    await page.getByText('The video week2/silent.mp4 is not where this page expects it').waitFor();
    expect(await page.getByRole('button', { name: 'Correct' }).count()).toBe(0);
  });

  it('plays a video from the folder that the user chooses', async () => {
    const { page } = await openAt(link('week1/lesson1/video1'));
    // As if only the page had been copied, without its videos.
    for (let tried = 0; tried < 3; tried += 1)
      await page.evaluate(() => {
        document.querySelector('video')?.dispatchEvent(new Event('error'));
      });
    await page.locator('.no-video input').setInputFiles(course.videos);
    await page.waitForFunction(() => document.querySelector('video')?.src.startsWith('blob:'));
    await page.waitForFunction(() => document.querySelector('video')?.readyState);
    await page.keyboard.press('k');
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.5);
  });

  it('plays the soundtrack of a video that the browser cannot play, and says so', async () => {
    const { page } = await openAt(link('week1/lesson1/video4'));
    await page.getByText('video4.avi; this is its soundtrack').waitFor();

    expect(await page.evaluate(() => document.querySelector('video')?.duration)).toBeCloseTo(11, 0);
  });

  it('continues where the user stopped', async () => {
    const { page } = await openAt(`${link('week1/lesson1/video1')}?t=30`);
    await page.waitForFunction(() => document.querySelector('video')?.readyState);
    await page.keyboard.press('l');
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) >= 40);
    await page.waitForTimeout(300);
    await page.goto(`${course.url}#/`);

    await page.getByRole('link', { name: /Continue with week1\/lesson1\/video1 at 0:4/ }).click();
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) >= 39);
  });

  it('saves a lecture and the course as files', async () => {
    const { page } = await openAt(link('week1/lesson1/video2'));
    const saved = async (name: string): Promise<[string, string]> => {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name }).click(),
      ]);
      return [download.suggestedFilename(), await readFile(await download.path(), 'utf8')];
    };

    expect(await saved('Download srt')).toEqual(['video2.srt', expect.stringContaining('00:00:00,000 -->')]);
    expect(await saved('Download txt')).toEqual([
      'video2.txt',
      expect.stringContaining('The chloroplast turns'),
    ]);
    await page.goto(`${course.url}#/`);
    const [name, text] = await saved('Download course.md');
    expect(name).toBe('course.md');
    expect(text).toContain('# Botany & \\<b\\>Light\\</b\\>\n\n## week1\n\n### lesson1\n\n#### video1\n');
    expect(text.match(/^### video/gm)).toHaveLength(200);
  });

  it('prints black on white, even in dark mode and while correcting', async () => {
    const { page } = await openAt(link('week1/lesson1/video2'), { colorScheme: 'dark' });
    await page.getByRole('button', { name: 'Colours: system' }).click();
    await page.getByRole('button', { name: 'Colours: light' }).click();
    await page.getByRole('button', { name: 'Correct', exact: true }).click();
    await page.getByRole('button', { name: 'Correct from 0:00' }).click();
    await page.emulateMedia({ media: 'print' });

    const printed = await page.evaluate(() => {
      const { color, backgroundColor } = getComputedStyle(document.body);
      return [color, backgroundColor];
    });
    expect(printed).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    expect(await page.getByRole('button', { name: 'chloroplast' }).isVisible()).toBe(true);
    await page.keyboard.press('Enter');
    // A word that is being edited is printed, too.
    expect(
      await page.locator('input.word').evaluate((field) => {
        const { backgroundColor, boxShadow } = getComputedStyle(field);
        return [backgroundColor, boxShadow];
      }),
    ).toEqual(['rgba(0, 0, 0, 0)', 'none']);
    expect(await page.locator('.save-bar, .tools, .controls').filter({ visible: true }).count()).toBe(0);
  });

  it('says that a lecture does not exist', async () => {
    const { page } = await openAt('#/week9/video1');
    await page.getByText('This course has no lecture').waitFor();
  });

  it('explains at the address of a failed video why it failed', async () => {
    const { page } = await openAt(link('week1/lesson3/video1'));

    expect(await page.locator('main h1').textContent()).toBe('video1.mp4');
    expect(await page.locator('main .fault').textContent()).toBe(
      'There is no transcript of this video. It is not a video.',
    );
    expect(await page.locator('.outline .failed').getAttribute('aria-current')).toBe('page');
  });

  it('opens its outline as a drawer on a narrow screen', async () => {
    const { page } = await openAt(link('week1/lesson1/video2'), { viewport: { width: 800, height: 600 } });
    await page.getByRole('button', { name: 'Outline' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'video3' }).click();

    await page.getByText('A (chloroplast) is green').waitFor();
    await page.waitForFunction(() => !document.querySelector('dialog'));
    await page.getByRole('button', { name: 'Outline' }).click();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => !document.querySelector('dialog'));
    // Choosing the lecture that is open already works, too.
    await page.getByRole('button', { name: 'Outline' }).click();
    await page.getByRole('dialog').getByRole('link', { name: 'video3' }).click();
    await page.waitForFunction(() => !document.querySelector('dialog'));
  });

  it('plays from a click on its strip', async () => {
    const { page } = await openAt(link('week1/lesson1/video1'));
    await page.waitForFunction(() => document.querySelector('video')?.readyState);
    const { width = 0 } = (await page.locator('.strip').boundingBox()) ?? {};
    await page.locator('.strip').click({ position: { x: width / 2, y: 5 } });

    // Half of the transcript's 60.5 s.
    expect(await currentTime(page)).toBeCloseTo(30.25, 0);
    await page.locator('.strip').click({ position: { x: 1, y: 5 } });
    expect(await currentTime(page)).toBeLessThan(1);
  });

  it('shows right-to-left text, and tells screen readers the language', async () => {
    const { page } = await openAt(link('week2/عربي'));

    const drawn = await page
      .locator('.text p')
      .evaluate((paragraph) => getComputedStyle(paragraph).direction);
    expect(drawn).toBe('rtl');
    expect(await page.locator('.text').getAttribute('lang')).toBe('ar');
  });

  it.each(['#/', '#/?q=light', '#/?doubts', link('week1/lesson1/video2'), link(LONG)])(
    'does not scroll sideways on a phone: %s',
    async (hash) => {
      const { page } = await openAt(hash, { viewport: { width: 340, height: 640 } });
      await page.locator('h1').waitFor({ state: 'attached' });
      await page.waitForFunction(() => !/Loading|so far|Looking/.test(document.body.textContent ?? ''));

      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(340);
      await page.context().close();
    },
  );

  it('is small', async () => {
    const { loadApp } = await import('../../services/shared/page/load-app.ts');
    const { gzipSync } = await import('node:zlib');
    const app = await loadApp(join(import.meta.dirname, '../..'));

    expect([...app.values()].reduce((sum, file) => sum + gzipSync(file).length, 0)).toBeLessThan(150_000);
  });
});
