// Makes the course page in a folder of transcripts. shared/page decides its content.
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../../local/root.ts';
import { UserError } from '../../shared/contracts/errors.ts';
import { loadApp } from '../../shared/page/load-app.ts';
import { INDEX } from '../../shared/page/page-files.ts';
import {
  ForeignIndex,
  type PageOptions,
  type PublishedPage,
  publishPage,
} from '../../shared/page/publish-page.ts';
import { madeOnce } from '../../shared/system/made-once.ts';
import type { PageMade } from '../output/correction-events.ts';
import { openPageFolder } from './folder-store.ts';

/** Loads the page's program. A run does it early, while it waits for ffmpeg; `makePage` needs it at the end. */
export const preparePage = madeOnce(() => loadApp(ROOT));

/**
 * @throws {UserError} if there is an index.html that is not a course page.
 * @throws {FileFault} if the disk refuses something; the old page then stays.
 */
export const makePage = async (
  folder: string,
  { signal, ...options }: Omit<PageOptions, 'app'> & { signal?: AbortSignal },
): Promise<PageMade> => {
  const path = join(folder, INDEX);
  const { lectures, problems } = await publish(folder, path, { signal, ...options });
  return {
    path,
    url: pathToFileURL(resolve(path)).href,
    lectures,
    problems: [...problems, ...(options.failed ?? [])],
  };
};

const publish = async (
  folder: string,
  path: string,
  { signal, ...options }: Omit<PageOptions, 'app'> & { signal?: AbortSignal | undefined },
): Promise<PublishedPage> => {
  try {
    return await publishPage(openPageFolder(folder, signal), { ...options, app: await preparePage() });
  } catch (error) {
    if (!(error instanceof ForeignIndex)) throw error;
    throw new UserError(
      `${path} is not a course page, so it was not replaced. Move it elsewhere, or pass --no-page.`,
    );
  }
};
