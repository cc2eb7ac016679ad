// The types of a course that was read by read.ts.

/** `path` is the file on disk; `key` its S3 key, in NFC and below the prefix. */
export type CourseFile = { path: string; key: string; size: number; modifiedMs: number };

/** The path is relative to the course, as on disk; a folder's ends in a slash. */
export type LeftOut = { path: string; reason: string };

/** A reason not to send anything; `reason` continues the path: `week1/notes.txt is not …`. */
export type Problem = { path: string; reason: string };

/** `reason` continues the key. */
export type NotReady = Problem & { key: string };

export type Course = {
  files: CourseFile[];
  leftOut: LeftOut[];
  /** Videos that are not ready yet: empty, or an unfinished download. The others are sent without them. */
  notReady: NotReady[];
  /** Things that are not wrong, but worth mentioning. */
  notes: string[];
};

export type CourseOptions = {
  /** Accepts media files in any layout, and leaves out other files instead of refusing them. */
  anyLayout: boolean;
  /** The folder of the transcripts. It may lie in the course, but does not belong to it. */
  out: string;
  include: string[];
  exclude: string[];
  /** Prepended to each key: empty, or ends in a slash (`prefix.ts`). */
  prefix: string;
};
