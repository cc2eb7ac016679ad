// Failures that the state machine or a user can act on. A class's `name` is its ErrorEquals in the ASL, so it is set by
// hand and survives bundling. The message says what happened, to which key, and what to do.

import { constants } from 'node:os';
import { howToInstall, remedyFor } from './remedies.ts';

export class UserError extends Error {
  override name = 'UserError';
}

/** Neither the object nor a transcript of it exists. */
export class VideoMissing extends Error {
  override name = 'VideoMissing';
  constructor(key: string, cause?: unknown) {
    super(`${key} is not in the video bucket. Upload it again.`, { cause });
  }
}

/** The object was replaced after the run's manifest was written. */
export class VideoChanged extends Error {
  override name = 'VideoChanged';
  constructor(key: string, cause?: unknown) {
    const then = 'The run of the newer upload will transcribe it.';
    super(`${key} was replaced while this run was in progress. ${then}`, { cause });
  }
}

/** ffmpeg finds no media in the file, or cannot decode it. */
export class VideoUnreadable extends Error {
  override name = 'VideoUnreadable';
  /** The reason alone, without key and remedy. */
  readonly why: string;
  constructor(key: string, why: string, cause?: unknown) {
    super(`${key} cannot be decoded: ${why}. Check that it plays, then export it again.`, {
      cause,
    });
    this.why = why;
  }
}

/** There is no soundtrack, or not the one that was asked for. */
export class VideoWithoutSound extends Error {
  override name = 'VideoWithoutSound';
  constructor(key: string, track?: { wanted: number; there: number }) {
    super(
      track && track.there > 0
        ? `${key} has ${track.there === 1 ? 'one soundtrack' : `${track.there} soundtracks`}, but --audio-track asks for number ${track.wanted}.`
        : `${key} has no soundtrack, so there is nothing to transcribe. Leave it out, or export it with sound.`,
    );
  }
}

/** The scratch folder is too small for a step. */
export class ScratchFull extends Error {
  override name = 'ScratchFull';
  constructor(key: string, bytes?: { needed: number; free: number }, cause?: unknown) {
    const megabytes = (count: number) => `${Math.ceil(count / 1_000_000)} MB`;
    const room = bytes
      ? `${megabytes(bytes.needed)} of scratch space, but only ${megabytes(bytes.free)} are free`
      : 'more scratch space than is available';
    super(
      `${key} needs ${room}. On AWS, raise the stack parameter EphemeralStorage; ` +
        'on this machine, free some disk space or set TMPDIR to a folder on a larger disk.',
      { cause },
    );
  }
}

/** At the measured rate, a chunk would not be finished within the function's time limit. */
export class ChunkTooSlow extends Error {
  override name = 'ChunkTooSlow';
  constructor(key: string, neededSeconds: number, leftSeconds: number) {
    super(
      `A chunk of ${key} would take ${Math.ceil(neededSeconds)} s, but its function has only ${Math.floor(leftSeconds)} s left. ` +
        'Lower the stack parameter ChunkMinutes, or raise TranscriberMemory.',
    );
  }
}

/** The model does not support what the run asks for. */
export class OptionsRefused extends Error {
  override name = 'OptionsRefused';
}

/** Less of the speech has words than the run asks for: nothing was written, the video is kept. */
export class CoverageTooLow extends Error {
  override name = 'CoverageTooLow';
}

/** The speech engine gave no complete result; `cause` decides what to do about it. */
export class EngineFailed extends Error {
  override name = 'EngineFailed';
  constructor(what: string, cause?: unknown) {
    super(`${what}. ${remedyFor(cause)}`, { cause });
  }
}

/** A video's chunks or plan are gone: they expire 30 days after Split wrote them. */
export class WorkExpired extends Error {
  override name = 'WorkExpired';
  constructor(key: string) {
    super(
      `The work files of ${key} are gone. Run the same command again to start this video from the beginning.`,
    );
  }
}

/** Two videos whose names differ only in the extension would have the same transcript. */
export class TranscriptTaken extends Error {
  override name = 'TranscriptTaken';
  constructor(key: string, other: string) {
    super(
      `${key} would overwrite the transcript of ${other}: only their extensions differ. Rename one of them.`,
    );
  }
}

/** What was read back is not the transcript of this video: the video is kept. */
export class TranscriptNotVerified extends Error {
  override name = 'TranscriptNotVerified';
  constructor(key: string, why: string, cause?: unknown) {
    super(
      `The transcript of ${key} could not be verified: ${why}. The video is kept; run the same command again.`,
      { cause },
    );
  }
}

/** A program is not on the PATH. */
export class ToolMissing extends Error {
  override name = 'ToolMissing';
  constructor(command: string, cause?: unknown) {
    super(`${command} is not installed, or not on the PATH. ${howToInstall(command)}`, { cause });
  }
}

/** Whether the error has one of these names or is a subclass of one, like `instanceof`, but across modules and bundles. */
export const isNamed = (error: unknown, ...names: string[]): boolean =>
  Error.isError(error) && [error.name, ...classNamesOf(error)].some((name) => names.includes(name));

const classNamesOf = (value: object): string[] => {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype ? [prototype.constructor.name, ...classNamesOf(prototype)] : [];
};

/** Turns a program's failure into the engine's, with what it was doing and its output. Returns other errors unchanged. */
export const asEngineFault = (what: string, error: unknown): unknown =>
  isNamed(error, 'ProcessFailed') ? new EngineFailed(`${what} (${error})`, error) : error;

/** The code of a system error (`ENOENT`); '' if it has none. */
export const codeOf = (error: unknown): string => {
  if (!Error.isError(error) || !('code' in error) || typeof error.code !== 'string') return '';
  // Node.js has no name for some codes, such as EDQUOT and ESTALE: `Unknown system error -122`.
  const { 1: number } = /^Unknown system error -(\d+)$/.exec(error.code) ?? [];
  const named = Object.entries(constants.errno).find(([, value]) => value === Number(number));
  return named?.[0] ?? error.code;
};
