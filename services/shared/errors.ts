// The failures that the state machine or a user can act on. A class's `name` is the ErrorEquals word of the
// ASL, so it is set by hand and survives bundling; the message says what happened, to which key, what to do.

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

/** whisper.cpp or its VAD did not give a whole result. */
export class EngineFailed extends Error {
  override name = 'EngineFailed';
  constructor(what: string, cause?: unknown) {
    super(
      `${what}. Run the same command again; if it fails again, give it more memory (on AWS TranscriberMemory).`,
      {
        cause,
      },
    );
  }
}

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

/** True for an error of one of these names, whichever module or bundle made it. */
export const isNamed = (error: unknown, ...names: string[]): boolean =>
  Error.isError(error) && names.includes(error.name);

/** A program's failure as the engine's: what it was doing, and its own words. Other errors stay what they are. */
export const asEngineFault = (what: string, error: unknown): unknown =>
  isNamed(error, 'ProcessFailed') ? new EngineFailed(`${what} (${error})`, error) : error;

/** The code of a system's error (`ENOENT`), '' where it has none. */
export const codeOf = (error: unknown): string =>
  Error.isError(error) && 'code' in error && typeof error.code === 'string' ? error.code : '';
