// From a parsed call to its exit code: opens what the command works on, and calls it.
import { UserError } from '../../shared/contracts/errors.ts';
import { cancel } from '../commands/cancel.ts';
import { fetch } from '../commands/fetch.ts';
import { isDestinationNamed, type OpenStack, openStack } from '../commands/open.ts';
import { retry } from '../commands/retry.ts';
import { status } from '../commands/status.ts';
import { transcribeCourse } from '../commands/transcribe/transcribe.ts';
import { watch } from '../commands/watch.ts';
import type { ExitCode } from '../failures/exit-codes.ts';
import type { Emit, Reporter } from '../output/events.ts';
import { readSources } from '../settings/sources.ts';
import { assertNotMisspelt } from './misspelt.ts';
import type { Call } from './program.ts';

const NO_STACK =
  'Of which stack? Give --stack NAME, or set STACK_NAME, or VIDEO_BUCKET and TRANSCRIPT_BUCKET, in .env or in the environment.';

type RunDeps = { emit: Emit; signal: AbortSignal };

export const runCall = async (call: Call, { emit, signal }: RunDeps): Promise<ExitCode> => {
  const { stack, profile, region } = call.options;
  if (call.command === 'transcribe') {
    const { options } = call;
    await assertNotMisspelt(options.dir);
    const sources = await readSources({ stack, profile, region, model: options.model });
    return transcribeCourse(options, { sources, emit, signal });
  }
  const sources = await readSources({ stack, profile, region });
  if (!isDestinationNamed({ local: false }, sources)) throw new UserError(NO_STACK);
  const destination = await openStack(sources, emit);
  try {
    return await runOnStack(call, destination, { emit }, signal);
  } finally {
    await destination.close();
  }
};

const runOnStack = (
  call: Exclude<Call, { command: 'transcribe' }>,
  destination: OpenStack,
  reporter: Pick<Reporter, 'emit'>,
  signal: AbortSignal,
): Promise<ExitCode> => {
  const { run } = call;
  switch (call.command) {
    case 'status':
      return status({ run, all: call.options.all }, destination, reporter);
    case 'watch':
      return watch({ run: call.run, signal }, destination, reporter);
    case 'fetch':
      return fetch({ run: call.run, ...call.options }, destination, reporter);
    case 'retry':
      return retry({ run: call.run }, destination, reporter);
    case 'cancel':
      return cancel({ run: call.run, signal }, destination, reporter);
  }
};
