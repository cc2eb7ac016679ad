// Reads corrections.json for the page, and says what is wrong with it.
import { CORRECTIONS, Corrections } from '../corrections/corrections.ts';
import type { PageProblem } from './course-data.ts';
import { correctionsFile, type PageFile } from './page-files.ts';
import type { PageStore } from './page-store.ts';

const ADVICE =
  'The page shows the words as the engine heard them. Save it again from the page, or restore a copy.';

/** Never throws: a page without corrections is better than none. */
export const readCorrections = async (
  store: PageStore,
  isThere: boolean,
): Promise<{ file?: PageFile; problems: PageProblem[] }> => {
  if (!isThere) return { problems: [] };
  try {
    const corrections = Corrections.parse(JSON.parse((await store.read(CORRECTIONS)).toString('utf8')));
    return { file: correctionsFile(corrections), problems: [] };
  } catch {
    const reason = `It cannot be read, is damaged, or is of another version. ${ADVICE}`;
    return { problems: [{ name: CORRECTIONS, reason }] };
  }
};
