// Updates a folder of transcripts: applies corrections to its files, and makes its page again.
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { codeOf, UserError } from '../../shared/contracts/errors.ts';
import { GLOSSARY } from '../../shared/contracts/glossary.ts';
import { CORRECTIONS } from '../../shared/corrections/corrections.ts';
import { findLectures, namesIn, ownNamesIn } from '../../shared/page/find-lectures.ts';
import type { PageOptions } from '../../shared/page/publish-page.ts';
import { count, printable } from '../../shared/text/quantities.ts';
import { correctCourse } from '../corrections/correct-course.ts';
import { type CourseCorrections, openCorrections } from '../corrections/file.ts';
import { EXIT, type ExitCode } from '../failures/exit-codes.ts';
import { fileFault } from '../failures/file-fault.ts';
import type { Emit, EventOf } from '../output/events.ts';
import { openPageFolder } from '../page/folder-store.ts';
import { makePage } from '../page/make-page.ts';
import { mediaOf, videosBelow } from '../page/videos.ts';
import { type ClaimedCourse, claimsOf } from '../runs/claim.ts';
import { runsFolderOf } from '../runs/ledger.ts';
import type { FolderOptions } from './folder-command.ts';

type Corrected = EventOf<'corrected'>;
type RefreshDeps = { emit: Emit; signal: AbortSignal };

export type RefreshOptions = Pick<FolderOptions, 'dir' | 'overwrite' | 'page'> & {
  /** Also says so if there is nothing to correct. */
  mustCorrect: boolean;
};

/**
 * @returns `someFailed` if a correction matches nothing, or a transcript is invalid.
 * @throws {UserError} if the folder does not exist or has no transcripts, or corrections.json is invalid.
 * @throws {FileFault} if the disk refuses something.
 */
export const refreshFolder = async (
  { dir, overwrite, page, mustCorrect }: RefreshOptions,
  { emit, signal }: RefreshDeps,
): Promise<ExitCode> => {
  await assertFolder(dir);
  const found = await findLectures(openPageFolder(dir));
  const lectures = namesIn(found);
  if (lectures.length === 0)
    throw new UserError(
      `There are no transcripts in ${dir}. Pass the folder that a run wrote to (its --out).`,
    );
  const corrections = await openCorrections(dir);
  const told: Corrected[] = [];
  const unmatched = await correctCourse(dir, ownNamesIn(found), {
    ...{ corrections, overwrite, signal },
    corrected: (event) => {
      told.push(event);
      emit(event);
    },
  });
  if (mustCorrect && unmatched === 0) tellNothing(told, corrections, emit);
  if (mustCorrect) tellNames(corrections.glossary(), emit);
  const strangers = tellStrangers(corrections, new Set(lectures), emit);
  signal.throwIfAborted();
  const made = page ? await makePage(dir, { signal, ...(await findVideos(dir, emit)) }) : undefined;
  if (made) emit({ type: 'page', ...made });
  const isShort = unmatched + strangers + (made?.problems.length ?? 0) > 0;
  return isShort ? EXIT.someFailed : EXIT.done;
};

const assertFolder = async (dir: string): Promise<void> => {
  const found = await stat(dir).catch((error) => {
    if (codeOf(error) !== 'ENOENT') throw fileFault(error, dir);
    throw new UserError(`There is no folder ${dir}. Pass the folder that a run wrote to (its --out).`);
  });
  if (!found.isDirectory()) throw new UserError(`${dir} is a file. Pass the folder of the transcripts.`);
};

/** Explains why no file was changed. */
const tellNothing = (told: Corrected[], corrections: CourseCorrections, emit: Emit): void => {
  if (told.some(({ isNew }) => isNew)) return;
  const places = told.reduce((sum, event) => sum + event.places, 0);
  const { path, isThere } = corrections;
  const why = isThere ? `${path} has no corrections` : `there is no ${path}`;
  const howTo = `Correct words on the course page and save them as ${CORRECTIONS}.`;
  const message =
    places > 0 ? `Nothing to correct: ${placesIn(places)} already.` : `Nothing to correct: ${why}. ${howTo}`;
  if (places > 0 || corrections.lectures().size === 0) emit({ type: 'note', level: 'info', message });
};

const placesIn = (places: number): string =>
  places === 1
    ? 'the one correction is in the transcripts'
    : `all ${places} corrections are in the transcripts`;

/** Only suggests the names, because the folder and glossaries of the course are unknown here. */
const tellNames = (names: string[], emit: Emit): void => {
  if (names.length === 0) return;
  const list = names.map(printable).join(', ');
  const message = `To have the next run recognize these names, add them to the course's ${GLOSSARY}, one per line: ${list}`;
  emit({ type: 'note', level: 'info', message });
};

/** Reports corrections of lectures that are not in the folder; returns the number of these lectures. */
const tellStrangers = (corrections: CourseCorrections, there: Set<string>, emit: Emit): number => {
  const strangers = [...corrections.lectures()].filter((lecture) => !there.has(lecture));
  for (const lecture of strangers) {
    const many = count(corrections.of(lecture).length, 'correction');
    const message = `${CORRECTIONS} has ${many} for ${printable(lecture)}.json, which is not in this folder. Nothing is lost.`;
    emit({ type: 'note', level: 'warning', message });
  }
  return strangers.length;
};

/** Finds the videos of the courses that runs transcribed from this disk. */
const findVideos = async (dir: string, emit: Emit): Promise<Pick<PageOptions, 'media' | 'title'>> => {
  const { out, prefix } = runsFolderOf(dir);
  const courses = (await claimsOf(out)).filter(
    (course): course is LocalCourse => course.dir !== undefined && (course.prefix ?? '').startsWith(prefix),
  );
  const videos = await Promise.all(courses.map((course) => videosBelow(course.dir, course.prefix ?? '')));
  const [course, another] = courses;
  if (course && another) {
    const names = courses.map((one) => one.prefix ?? one.dir).join(', ');
    const message = `${dir} has ${courses.length} courses (${printable(names)}), and the page shows all of them. For a page of one course, pass its folder.`;
    emit({ type: 'note', level: 'info', message });
  }
  return {
    media: await mediaOf(dir, prefix, videos.flat()),
    ...(course && !another && { title: basename(course.dir) }),
  };
};

type LocalCourse = ClaimedCourse & { dir: string };
