// What is said of a course that cannot be sent: each path, why, and what to do. Finding it out is read.ts's.
import { dirname, join, resolve, sep } from 'node:path';
import { MEDIA_EXTENSIONS } from '../../shared/contracts/keys.ts';
import { inOrder } from '../../shared/text/order.ts';
import { count } from '../../shared/text/quantities.ts';
import type { LeftOut, Problem } from './course.ts';
import { escapeControls, isInLayout, isTranscriptInLayout, LAYOUT } from './names.ts';

/** Somebody gave another folder than he meant: the rest of a disk is not worth reading. */
const MOST_LINES = 100;

export const NOT_IN_LAYOUT = `is not ${LAYOUT}`;
export const NO_MEDIA = 'no media';
export const TRANSCRIPT = 'a transcript';
export const OF_PAGE = 'a file of the course page';

export const describeProblems = (dir: string, found: Problem[], anyLayout: boolean): string => {
  const problems = foldCourses(dir, found).toSorted((a, b) => inOrder(a.path, b.path));
  const lines = problems
    .slice(0, MOST_LINES)
    .map(({ path, reason }) => `  ${escapeControls(path)} ${reason}`);
  if (problems.length > MOST_LINES) lines.push(`  … and ${problems.length - MOST_LINES} more`);
  const number = problems.length === 1 ? 'One thing is' : `${problems.length} things are`;
  return [`${number} wrong in ${dir}, so nothing was sent:`, ...lines, ...hints(dir, found, anyLayout)].join(
    '\n',
  );
};

/** A folder that holds a course of its own, or the transcripts of one, is one thing, not one for each of its files. */
const foldCourses = (dir: string, problems: Problem[]): Problem[] => {
  const courses = countBelow(problems, isInLayout);
  const transcripts = countBelow(problems, isTranscriptInLayout);
  const folders = [...courses.keys(), ...transcripts.keys()];
  const others = problems.filter(
    ({ path, reason }) => reason !== NOT_IN_LAYOUT || !folders.some((folder) => path.startsWith(folder)),
  );
  return [
    ...others,
    ...[...courses].map(([path, number]) => ({
      path,
      reason:
        `holds a course of its own (${count(number, 'video')}): ` +
        `is it ${escapeControls(join(dir, path.slice(0, -1)))} that you mean?`,
    })),
    ...[...transcripts]
      .filter(([path]) => !courses.has(path))
      .map(([path, number]) => ({
        path,
        reason: `holds transcripts (${count(number, 'file')}): is it the --out of another call?`,
      })),
  ];
};

/** Of each folder, `old/` for `old/week1/lesson1/video1.mp4`, how many files of a kind lie below it in the layout. */
const countBelow = (problems: Problem[], isOfKind: (path: string) => boolean): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const { path, reason } of problems) {
    const parts = path.split('/');
    if (reason !== NOT_IN_LAYOUT || !isOfKind(parts.slice(-3).join('/'))) continue;
    const folder = `${parts.slice(0, -3).join('/')}/`;
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  return counts;
};

const hints = (dir: string, problems: Problem[], anyLayout: boolean): string[] => {
  if (anyLayout) return ['Not meant to be sent? --exclude or a .transcribeignore leaves it out.'];
  const above = courseAbove(dir, problems);
  return [
    ...(above ? [`${dir} lies in a course: is it ${above} that you mean?`] : []),
    ...(problems.some(({ reason }) => reason === NOT_IN_LAYOUT)
      ? ['Another layout, or other media than mp4? Add --any-layout.']
      : []),
    'Not part of the course? --exclude or a .transcribeignore leaves it out.',
  ];
};

/** The folder that `my-course/week1` or `my-course/week1/lesson1` was meant to be. */
const courseAbove = (dir: string, problems: Problem[]): string | undefined => {
  const whole = resolve(dir);
  const names = whole.split(sep);
  const levels = [1, 2].find((count) =>
    problems.some(({ path }) => isInLayout(`${names.slice(-count).join('/')}/${path}`)),
  );
  if (levels === undefined) return undefined;
  return levels === 1 ? dirname(whole) : dirname(dirname(whole));
};

/** What no user asked for by a flag or a file of his. */
export const COMES_ALONG = ['hidden', 'of the system', 'a lock of an editor', OF_PAGE];

export const describeNothing = (dir: string, leftOut: LeftOut[], anyLayout: boolean): string => {
  const left = leftOut.filter(({ reason }) => !COMES_ALONG.includes(reason));
  if (left.length === 0) return `${dir} is empty: there is nothing to transcribe.`;
  const kinds = anyLayout ? MEDIA_EXTENSIONS.join(' ') : LAYOUT;
  if (left.every(({ reason }) => reason === NO_MEDIA || reason === TRANSCRIPT))
    return `${dir} holds no media (${kinds}), so there is nothing to transcribe.`;
  const lines = left.slice(0, MOST_LINES).map(({ path, reason }) => `  ${escapeControls(path)}: ${reason}`);
  if (left.length > MOST_LINES) lines.push(`  … and ${left.length - MOST_LINES} more`);
  return [`Everything in ${dir} is left out, so there is nothing to transcribe:`, ...lines].join('\n');
};
