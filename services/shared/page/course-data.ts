// The outline: what the page knows about a course before a lecture is opened. It is JSON in a script, because a page that
// is opened from the disk can load only scripts. `lecture-data.ts` has the words.
import { z } from 'zod';

/** The version of the data: a page in another format is made again completely. */
export const PAGE_FORMAT = 1;

export const LectureEntry = z.object({
  name: z.string().describe('of its transcript, without .json: week1/lesson1/video1'),
  version: z.string().describe('of its transcript when this was made'),
  source: z.string().describe('key of the video'),
  media: z.string().optional().describe('path of the video, relative to the page'),
  duration: z.number(),
  language: z.string(),
  words: z.int(),
  model: z.string(),
  coverage: z.number().describe('share of the speech that has words'),
  gaps: z.int().optional(),
  lostSeconds: z.number().optional(),
  nothing: z.string().optional().describe('why there are no words'),
  remark: z.string().optional().describe('what is odd about the sound'),
});
export type LectureEntry = z.infer<typeof LectureEntry>;

/** A name, and what is wrong with it. */
export const PageProblem = z.object({ name: z.string(), reason: z.string() });
export type PageProblem = z.infer<typeof PageProblem>;

export const FolderEntry = z.object({
  name: z.string().describe('empty for the top of the course'),
  parts: z.array(z.object({ file: z.string(), lectures: z.array(LectureEntry) })),
  problems: z.array(PageProblem.extend({ version: z.string() })),
});
export type FolderEntry = z.infer<typeof FolderEntry>;

export const CourseData = z.object({
  format: z.literal(PAGE_FORMAT),
  title: z.string(),
  folders: z.array(FolderEntry).describe('in the order of the course'),
  corrections: z.string().optional().describe('the script with corrections.json, if there is one'),
  problems: z.array(PageProblem).describe('with corrections.json'),
  failed: z.array(PageProblem).describe('videos without a transcript, and why'),
});
export type CourseData = z.infer<typeof CourseData>;
