// The error message for a course that cannot be sent: each path, the reason, and what to do.
import { dirname, join, resolve, sep } from 'node:path';
import { MEDIA_EXTENSIONS } from '../../shared/contracts/keys.ts';
import { inOrder } from '../../shared/text/order.ts';
import { count } from '../../shared/text/quantities.ts';
import type { LeftOut, Problem } from './course.ts';
import { escapeControls, isInLayout, isTranscriptInLayout, LAYOUT } from './names.ts';

/** For a wrong folder: the rest of a disk is not worth listing. */
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
  const number = count(problems.length, 'problem');
  return [`${number} in ${dir}, so nothing was done:`, ...lines, ...hints(dir, found, anyLayout)].join('\n');
};

/** Groups the files of a folder that holds another course, or transcripts, into one entry. */
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
        `contains another course (${count(number, 'video')}): ` +
        `did you mean ${escapeControls(join(dir, path.slice(0, -1)))}?`,
    })),
    ...[...transcripts]
      .filter(([path]) => !courses.has(path))
      .map(([path, number]) => ({
        path,
        reason: `contains transcripts (${count(number, 'file')}): is it the --out folder of another run?`,
      })),
  ];
};

/** Counts the files in the layout below each folder: `old/` for `old/week1/lesson1/video1.mp4`. */
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
  if (anyLayout) return ['To leave something out, use --exclude or a .transcribeignore file.'];
  const above = courseAbove(dir, problems);
  return [
    ...(above ? [`${dir} is part of a course: did you mean ${above}?`] : []),
    ...(problems.some(({ reason }) => reason === NOT_IN_LAYOUT)
      ? ['If your course has another layout, or media other than mp4, add --any-layout.']
      : []),
    'To leave something out, use --exclude or a .transcribeignore file.',
  ];
};

/** The course that contains `my-course/week1` or `my-course/week1/lesson1`. */
const courseAbove = (dir: string, problems: Problem[]): string | undefined => {
  const whole = resolve(dir);
  const names = whole.split(sep);
  const levels = [1, 2].find((count) =>
    problems.some(({ path }) => isInLayout(`${names.slice(-count).join('/')}/${path}`)),
  );
  if (levels === undefined) return undefined;
  return levels === 1 ? dirname(whole) : dirname(dirname(whole));
};

/** Reasons that the user did not cause with a flag or a file. */
export const COMES_ALONG = ['hidden', 'a system file', "an editor's lock file", OF_PAGE];

export const describeNothing = (dir: string, leftOut: LeftOut[], anyLayout: boolean): string => {
  const left = leftOut.filter(({ reason }) => !COMES_ALONG.includes(reason));
  if (left.length === 0) return `${dir} is empty: there is nothing to transcribe.`;
  const kinds = anyLayout ? MEDIA_EXTENSIONS.join(' ') : LAYOUT;
  if (left.every(({ reason }) => reason === NO_MEDIA || reason === TRANSCRIPT))
    return `${dir} has no media (${kinds}), so there is nothing to transcribe.`;
  const lines = left.slice(0, MOST_LINES).map(({ path, reason }) => `  ${escapeControls(path)}: ${reason}`);
  if (left.length > MOST_LINES) lines.push(`  … and ${left.length - MOST_LINES} more`);
  return [`Everything in ${dir} is left out, so there is nothing to transcribe:`, ...lines].join('\n');
};
