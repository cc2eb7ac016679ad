// Why a file is sent or transcribed again: the file or the settings changed.

import type { Origin } from '../../shared/aws/up-to-date.ts';
import type { Options } from '../../shared/contracts/steps.ts';
import type { EngineSettings } from '../../shared/contracts/transcript.ts';
import { isMultilingual } from '../../shared/models/catalogue.ts';
import { settingsOf } from '../../shared/models/settings.ts';
import type { CourseFile } from '../course/course.ts';
import { identify, toTime } from '../send/identity.ts';

/** What an object or a transcript records about its source file; older versions record less. */
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

/** Says why the file differs from the recorded one; undefined if it is the same. */
export type Judge = (recorded: Recorded) => Promise<string | undefined>;

export type JudgeOptions = {
  /** Also compares the content if size and time are the same. */
  checksum: boolean;
  signal: AbortSignal;
};

/** As in rclone and `aws s3 sync`, the same size and time means the same file. Reads the file at most once. */
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

/** Why a transcript of this very file is not good enough. */
export const whyAgain = (origin: Origin, options: Options): string => {
  const { model, settings } = origin.engine;
  const { minCoverage = 0 } = options;
  const others = differences(settings, settingsWith(options, model.name));
  if (others.length > 0) return `settings changed: ${others.join(', ')}`;
  if (origin.coverage.ratio < minCoverage)
    return `its transcript covers only ${Math.floor(origin.coverage.ratio * 100)} % of its speech`;
  if (minCoverage > 0 && origin.lostSeconds > 0) return 'the end was missing in its transcript';
  if (options.redo) return 'up to date, but --redo transcribes it again';
  return `transcribed with another model (${model.name})`;
};

/** Undefined if the model does not support the options, so that another one will be used. */
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
