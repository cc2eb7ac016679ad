// The course page in a folder of transcripts. What is on it is shared/page's.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../../local/root.ts';
import { UserError } from '../../shared/contracts/errors.ts';
import { loadApp } from '../../shared/page/load-app.ts';
import { courseFileOf, INDEX } from '../../shared/page/page-files.ts';
import { type PageOptions, publishPage } from '../../shared/page/publish-page.ts';
import type { PageMade } from '../output/correction-events.ts';
import { readTextIfThere } from '../runs/read-text.ts';
import { openPageFolder } from './folder-store.ts';

/**
 * @throws {UserError} an index.html that is something else.
 * @throws {FileFault} what the disk refuses; the page is then the one that was there.
 */
export const makePage = async (
  folder: string,
  { signal, ...options }: Omit<PageOptions, 'app'> & { signal?: AbortSignal },
): Promise<PageMade> => {
  const path = join(folder, INDEX);
  const there = await readTextIfThere(path);
  if (there !== undefined && courseFileOf(there) === undefined)
    throw new UserError(
      `${path} is not a course page, and is not replaced. Move it elsewhere, or pass --no-page.`,
    );
  const { lectures, problems } = await publishPage(openPageFolder(folder, signal), {
    ...options,
    app: await loadApp(ROOT),
  });
  return {
    path,
    url: pathToFileURL(resolve(path)).href,
    lectures,
    problems: [...problems, ...(options.failed ?? [])],
  };
};
