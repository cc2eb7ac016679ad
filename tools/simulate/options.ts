// Parses the flags of `npm run simulate`. Defaults come from template.yaml.
import { Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { findModel, MODELS } from '../../services/shared/models/catalogue.ts';
import { QUALITIES } from '../../services/shared/models/settings.ts';
import { QUOTAS } from './quotas.ts';
import type { SimulationSettings } from './settings.ts';
import { megabytesOfVideo } from './shape.ts';
import type { StackText } from './stack.ts';

const Flags = z.object({
  videos: z.number(),
  minutes: z.number(),
  memory: z.number(),
  tmp: z.number(),
  chunkMinutes: z.number(),
  maxConcurrency: z.number(),
  model: z.string(),
  quality: z.enum(['fast', 'balanced', 'best']),
  lambdaConcurrency: z.number(),
  megabytes: z.number(),
  wholeVideo: z.boolean().default(false),
  keyBytes: z.number(),
  promptBytes: z.number(),
  gaps: z.number(),
  seed: z.number(),
  json: z.boolean().default(false),
});

export type Asked = { settings: SimulationSettings; json: boolean };

/** @throws {CommanderError} after printing what is wrong, or the help. */
export const parseSimulationOptions = (
  args: string[],
  { parameters }: Pick<StackText, 'parameters'>,
): Asked => {
  const program = makeProgram(parameters);
  program.exitOverride().parse(args, { from: 'user' });
  const { memory, tmp, megabytes, gaps, json, ...same } = Flags.parse(program.opts());
  const settings = {
    ...same,
    memoryMegabytes: memory,
    tmpMegabytes: tmp,
    megabytesAnHour: megabytes,
    gapsAnHour: gaps,
  };
  return { settings, json };
};

const makeProgram = (parameters: StackText['parameters']): Command => {
  const { memoryMegabytes, tmpMegabytes, concurrency } = QUOTAS.lambda;
  return new Command('npm run simulate --')
    .description('Simulates a run of many videos under AWS’s quotas: its time, its cost, and what limits it.')
    .option('--videos <n>', 'videos in the run', whole(1, 1_000_000), 1_000)
    .option('--minutes <n>', 'minutes per video', number(0.1, 2_880), 60)
    .option(
      '--memory <MB>',
      'TranscriberMemory',
      whole(1_769, memoryMegabytes),
      Number(parameters.TranscriberMemory),
    )
    .option(
      '--tmp <MB>',
      'EphemeralStorage',
      whole(tmpMegabytes.least, tmpMegabytes.most),
      Number(parameters.EphemeralStorage),
    )
    .option('--chunk-minutes <n>', 'ChunkMinutes', number(1, 60), Number(parameters.ChunkMinutes))
    .option('--max-concurrency <n>', 'MaxConcurrency', whole(1, 10_000), Number(parameters.MaxConcurrency))
    .option('--model <name>', 'WhisperModel', knownModel, String(parameters.WhisperModel))
    .addOption(
      new Option('--quality <name>', 'quality of the engine')
        .choices(Object.keys(QUALITIES))
        .default('balanced'),
    )
    .option(
      '--lambda-concurrency <n>',
      "the account's quota of concurrent executions",
      whole(1, 1_000_000),
      concurrency,
    )
    .option('--megabytes <n>', 'size of an hour of video', number(0.1, 1e6), megabytesOfVideo())
    .option('--whole-video', 'send videos, not soundtracks')
    .option('--key-bytes <n>', 'length of a key', whole(30, 1_024), 60)
    .option('--prompt-bytes <n>', "length of a video's prompt", whole(0, 10_000), 0)
    .option('--gaps <n>', 'stretches of speech without words per hour', number(0, 3_600), 4)
    .option('--seed <n>', 'seed for pauses and jitter', whole(0, 2 ** 32), 1)
    .option('--json', 'print JSON');
};

/** The speed of other models is unknown. */
const knownModel = (text: string): string => {
  if (findModel(text)) return text;
  throw new InvalidArgumentError(`It must be one of: ${MODELS.map(({ name }) => name).join(', ')}.`);
};

const number =
  (least: number, most: number) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() !== '' && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number from ${least} to ${most}.`);
  };

const whole =
  (least: number, most: number) =>
  (text: string): number => {
    const value = number(least, most)(text);
    if (Number.isInteger(value)) return value;
    throw new InvalidArgumentError('It must be a whole number.');
  };
