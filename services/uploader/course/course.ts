// What a course is once it has been read, as types. Reading it is read.ts's.

/** `path` is the file's on disk; `key` its object's, in Unicode's composed form (NFC) and below the prefix. */
export type CourseFile = { path: string; key: string; size: number; modifiedMs: number };

/** A path is relative to the course, as it is on disk; a folder's ends in a slash. */
export type LeftOut = { path: string; reason: string };

/** What nothing is sent for; `reason` goes on from the path: `week1/notes.txt is not …`. */
export type Problem = { path: string; reason: string };

/** `reason` goes on from the key, as a problem's does. */
export type NotReady = Problem & { key: string };

export type Course = {
  files: CourseFile[];
  leftOut: LeftOut[];
  /** Videos to be that cannot be read yet: empty, or a download that has not ended. The others go on without them. */
  notReady: NotReady[];
  /** What is not wrong and yet worth a word. */
  notes: string[];
};

export type CourseOptions = {
  /** Takes every media file of any tree; other files are left out instead of refused. */
  anyLayout: boolean;
  /** The folder of the transcripts, which may lie in the course: it is no part of it. */
  out: string;
  /** Patterns as in a .gitignore. */
  include: string[];
  exclude: string[];
  /** Of each key: empty, or ends in a slash (`prefix.ts`). */
  prefix: string;
};
