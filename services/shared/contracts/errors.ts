// The failures that the state machine or a user can act on. A class's `name` is the ErrorEquals word of the
// ASL, so it is set by hand and survives bundling; the message says what happened, to which key, what to do.

import { constants } from 'node:os';

export class UserError extends Error {
  override name = 'UserError';
}

/** The object is not in the bucket, and no transcript of it is either. */
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
    super(`${key} was replaced while this run was under way. The run of the newer upload transcribes it.`, {
      cause,
    });
  }
}

/** ffmpeg finds no media in the file, or cannot decode it. */
export class VideoUnreadable extends Error {
  override name = 'VideoUnreadable';
  /** Without the key and what to do. */
  readonly why: string;
  constructor(key: string, why: string, cause?: unknown) {
    super(`${key} cannot be decoded: ${why}. Check that it plays, export it again and send it again.`, {
      cause,
    });
    this.why = why;
  }
}

/** No soundtrack at all, or not the one that was asked for. */
export class VideoWithoutSound extends Error {
  override name = 'VideoWithoutSound';
  constructor(key: string, track?: { wanted: number; there: number }) {
    super(
      track && track.there > 0
        ? `${key} has ${track.there === 1 ? 'one soundtrack' : `${track.there} soundtracks`}, and --audio-track asks for number ${track.wanted}.`
        : `${key} has no soundtrack, so there is nothing to transcribe. Leave it out, or export it with sound.`,
    );
  }
}

/** The scratch folder cannot hold what a step needs. */
export class ScratchFull extends Error {
  override name = 'ScratchFull';
  constructor(key: string, bytes?: { needed: number; free: number }, cause?: unknown) {
    const megabytes = (count: number) => `${Math.ceil(count / 1_000_000)} MB`;
    const room = bytes
      ? `${megabytes(bytes.needed)} of scratch space, and ${megabytes(bytes.free)} are free`
      : 'more scratch space than there is';
    super(
      `${key} needs ${room}. On AWS raise the stack parameter EphemeralStorage; ` +
        'on this machine free some disk space, or point TMPDIR at a larger disk.',
      { cause },
    );
  }
}

/** At the rate that was measured, a chunk would not be done before its function is ended. */
export class ChunkTooSlow extends Error {
  override name = 'ChunkTooSlow';
  constructor(key: string, neededSeconds: number, leftSeconds: number) {
    super(
      `A chunk of ${key} would take ${Math.ceil(neededSeconds)} s, and its function has ${Math.floor(leftSeconds)} s. ` +
        'Lower the stack parameter ChunkMinutes, or raise TranscriberMemory.',
    );
  }
}

/** What a run asks for cannot be had from the model that is there. */
export class OptionsRefused extends Error {
  override name = 'OptionsRefused';
}

/** Less of the speech has words than the run asks for: nothing was written, the video is kept. */
export class CoverageTooLow extends Error {
  override name = 'CoverageTooLow';
}

/** whisper.cpp or its VAD did not give a whole result; `cause` decides what to do about it. */
export class EngineFailed extends Error {
  override name = 'EngineFailed';
  constructor(what: string, cause?: unknown) {
    super(`${what}. ${remedyFor(cause)}`, { cause });
  }
}

/** What the kernel ends a program with that asks the processor for something it cannot do. */
const PROCESSOR_SIGNALS: ReadonlySet<unknown> = new Set(['SIGILL', 'SIGSEGV', 'SIGBUS', 'SIGFPE']);

const signalOf = (error: unknown): unknown =>
  Error.isError(error) && 'signal' in error ? error.signal : undefined;

/** True for the failure of a program that was ended by such a signal. */
export const isProcessorFault = (error: unknown): boolean => PROCESSOR_SIGNALS.has(signalOf(error));

const remedyFor = (cause: unknown): string => {
  if (isProcessorFault(cause))
    return (
      "The speech engine does not run on this machine's processor. Run `make setup` in a checkout of this project: it " +
      'builds an engine that does, and tries it. On AWS, build and deploy the stack again. If that does not help, please ' +
      'report it with the name of the processor.'
    );
  const memory = 'give it more memory (on AWS, raise TranscriberMemory)';
  if (signalOf(cause) === 'SIGKILL')
    return `It was probably out of memory. Run the same command again; if it fails again, ${memory}.`;
  return `Run the same command again; if it fails again, ${memory}.`;
};

/** Chunks or plan of a video are not there: they expire 30 days after Split wrote them. */
export class WorkExpired extends Error {
  override name = 'WorkExpired';
  constructor(key: string) {
    super(
      `The work files of ${key} are gone. Run the same command again: it starts this video from its beginning.`,
    );
  }
}

/** Two videos whose names differ in the extension only would write one transcript. */
export class TranscriptTaken extends Error {
  override name = 'TranscriptTaken';
  constructor(key: string, other: string) {
    super(
      `${key} would overwrite the transcript of ${other}: only their extensions differ. Rename one of them and send it again.`,
    );
  }
}

/** What was read back from the transcript bucket is not the transcript of this video: the video is kept. */
export class TranscriptNotVerified extends Error {
  override name = 'TranscriptNotVerified';
  constructor(key: string, why: string, cause?: unknown) {
    super(
      `The transcript of ${key} did not read back: ${why}. The video is kept; run the same command again.`,
      { cause },
    );
  }
}

/** A program is not on the PATH. */
export class ToolMissing extends Error {
  override name = 'ToolMissing';
  constructor(command: string, cause?: unknown) {
    super(
      `${command} is not installed. \`make setup\` in a checkout of this project installs ffmpeg and builds the speech engine; ` +
        'every uploader of this user then finds it.',
      { cause },
    );
  }
}

/**
 * True for an error of one of these names or of a subclass of theirs, as with `instanceof`, whichever module or bundle
 * made it.
 */
export const isNamed = (error: unknown, ...names: string[]): boolean =>
  Error.isError(error) && [error.name, ...classNamesOf(error)].some((name) => names.includes(name));

const classNamesOf = (value: object): string[] => {
  const prototype: object | null = Object.getPrototypeOf(value);
  return prototype ? [prototype.constructor.name, ...classNamesOf(prototype)] : [];
};

/** A program's failure as the engine's: what it was doing, and its own words. Other errors stay what they are. */
export const asEngineFault = (what: string, error: unknown): unknown =>
  isNamed(error, 'ProcessFailed') ? new EngineFailed(`${what} (${error})`, error) : error;

/** The code of a system's error (`ENOENT`), '' where it has none. */
export const codeOf = (error: unknown): string => {
  if (!Error.isError(error) || !('code' in error) || typeof error.code !== 'string') return '';
  // Node.js has no name for some, such as EDQUOT and ESTALE: `Unknown system error -122`.
  const { 1: number } = /^Unknown system error -(\d+)$/.exec(error.code) ?? [];
  const named = Object.entries(constants.errno).find(([, value]) => value === Number(number));
  return named?.[0] ?? error.code;
};
