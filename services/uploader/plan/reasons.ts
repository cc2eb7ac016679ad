// Why a file is sent or transcribed again, in words: it is another file than before, or other settings are wanted.

import type { Origin } from '../../shared/aws/up-to-date.ts';
import type { Options } from '../../shared/contracts/steps.ts';
import type { EngineSettings } from '../../shared/contracts/transcript.ts';
import { isMultilingual } from '../../shared/models/catalogue.ts';
import { settingsOf } from '../../shared/models/settings.ts';
import type { CourseFile } from '../course/course.ts';
import { identify, toTime } from '../send/identity.ts';

/** What an object or a transcript says of the file that it was made of; older versions say less. */
export type Recorded = {
  size?: number | undefined;
  modified?: string | undefined;
  sha256?: string | undefined;
};

export const recordedWith = (metadata: Record<string, string>): Recorded => ({
  size: metadata['source-size'] === undefined ? undefined : Number(metadata['source-size']),
  modified: metadata['source-mtime'],
  sha256: metadata['source-sha256'],
});

export const recordedIn = ({ source }: Pick<Origin, 'source'>): Recorded => ({
  size: source.fileSize,
  modified: source.modified,
  sha256: source.sha256,
});

/** Why it is another file than the one that was recorded; undefined where it is the same. */
export type Judge = (recorded: Recorded) => Promise<string | undefined>;

export type JudgeOptions = {
  /** Compares by content what has the same size and time, too. */
  checksum: boolean;
  signal: AbortSignal;
};

/** As rclone and `aws s3 sync` do, the same size and time is the same file. It is read once at most. */
export const makeJudge = (file: CourseFile, { checksum, signal }: JudgeOptions): Judge => {
  let sha256: Promise<string> | undefined;
  return async ({ size, modified, sha256: recorded }) => {
    if (size !== undefined && size !== file.size) return 'changed (size)';
    const looksSame = size !== undefined && modified === toTime(file.modifiedMs);
    if (looksSame && !checksum) return undefined;
    if (recorded === undefined) return looksSame ? undefined : 'perhaps changed';
    sha256 ??= identify(file, signal).then((identity) => identity.sha256);
    return (await sha256) === recorded ? undefined : 'changed (content)';
  };
};

/** Why its transcript will not do, though it is of this very file. */
export const whyAgain = (origin: Origin, options: Options): string => {
  const { model, settings } = origin.engine;
  const { minCoverage = 0 } = options;
  const others = differences(settings, settingsWith(options, model.name));
  if (others.length > 0) return `other settings: ${others.join(', ')}`;
  if (origin.coverage.ratio < minCoverage)
    return `its transcript covers ${Math.floor(origin.coverage.ratio * 100)} % of its speech`;
  if (minCoverage > 0 && origin.lostSeconds > 0) return 'the end was missing in its transcript';
  return 'another model';
};

/** Undefined where that model cannot do it: then it will be another. */
const settingsWith = (options: Options, model: string): EngineSettings | undefined => {
  try {
    return settingsOf(options, model, isMultilingual(model));
  } catch {
    return undefined;
  }
};

const WORDS: Record<keyof EngineSettings, string> = {
  beamSize: 'quality',
  bestOf: 'quality',
  maxContext: 'quality',
  language: 'language',
  translate: 'translation',
  prompt: 'prompt or glossary',
  audioTrack: 'soundtrack',
};

const differences = (made: EngineSettings, wanted: EngineSettings = made): string[] => {
  const fields = Object.entries(WORDS) as [keyof EngineSettings, string][];
  return [...new Set(fields.filter(([field]) => made[field] !== wanted[field]).map(([, word]) => word))];
};
