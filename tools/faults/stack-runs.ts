// A point of `uploader cancel`, `retry` and `fetch` with an account: one of their requests meets a fault, and each runs again
// until it succeeds.
import { setTimeout as sleep } from 'node:timers/promises';
import { waiting } from './calls.ts';
import { KEYS } from './clips.ts';
import { missingOf, mixedIn, tornBelow } from './invariants.ts';
import { tail } from './process-point.ts';
import { readScene, strangeBelow, unreadOf } from './scene-state.ts';
import { SETTLED_MS, type StackPoint, type StackTried, waitUntilSettled } from './stack-point.ts';
import { type CommandRan, openStackScene, type StackScene } from './stack-scene.ts';

/** Each video is heard twice: by the run that was cancelled but went on, and by the next run. */
const HEARINGS = 2;

/** `uploader course` and, as soon as it transcribes, `cancel`, `retry` and `fetch`. */
export const tryRuns = async ({ atOnce, ...options }: StackPoint): Promise<StackTried> => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const held = waiting(() => released);
  const onCall = (step: string) => (step === 'Transcribe' ? held : undefined);
  const stack = await openStackScene({ ...options, onCall });
  const commands = makeCommands(stack);
  const { broken } = commands;
  try {
    const sent = await stack.run(['course', '--whole-video'], false);
    if (sent.code !== 0) throw new Error(`Without a fault it ended with ${sent.code}: ${tail(sent.output)}`);
    const run = await firstRun(stack);
    await commands.give(['cancel', run]);
    const { status } = stack.executions.get(run) ?? {};
    if (status !== 'ABORTED') broken.push(`it was cancelled, and is ${status}`);
    release();
    await waitUntilSettled(stack);
    broken.push(...lostIn(stack));
    await commands.give(['retry', run]);
    await waitUntilSettled(stack);
    broken.push(...lostIn(stack));
    for (const other of stack.executions.keys())
      if (other !== run) await commands.give(['fetch', other, '--out', 'out']);
    const now = readScene(stack);
    broken.push(...now.broken, ...missingOf(now.shas, now.transcripts, stack.out), ...stack.seen.unread);
    if (stack.heard.length > HEARINGS * KEYS.length)
      broken.push(`${stack.heard.length} stretches were heard`);
    const [isAtOnce, output] = [commands.isAtOnce(), commands.output()];
    if (atOnce && !isAtOnce) broken.push('a command did not end with 0');
    return { met: stack.isMet(), atOnce: isAtOnce, broken, output, counts: stack.counts };
  } finally {
    release();
    await stack.close();
  }
};

const firstRun = async ({ executions }: StackScene): Promise<string> => {
  for (;;) {
    const [run] = executions.keys();
    if (run !== undefined) return run;
    await sleep(SETTLED_MS);
  }
};

const makeCommands = (stack: StackScene) => {
  const broken: string[] = [];
  let isAtOnce = true;
  let output = '';
  const look = ({ noted }: CommandRan) => broken.push(...unreadOf({ noted, heard: 0 }));
  return {
    broken,
    isAtOnce: () => isAtOnce,
    output: () => output,
    give: async (words: string[]): Promise<void> => {
      const first = await stack.run(words, true);
      look(first);
      if (first.code === 0) return;
      isAtOnce = false;
      output = tail(first.output);
      if (words[0] !== 'cancel') await waitUntilSettled(stack);
      const second = await stack.run(words, false);
      look(second);
      if (second.code !== 0)
        broken.push(`${words.join(' ')} again ended with ${second.code}: ${tail(second.output)}`);
    },
  };
};

/** Everything that was sent must be in the bucket, or transcribed. */
const lostIn = (stack: StackScene): string[] => {
  const { videos, transcripts, transcribed } = readScene(stack);
  return [
    ...KEYS.filter((key) => !videos.has(key) && !transcribed.includes(key)).map(
      (key) => `LOST: neither ${key} nor its transcript is there`,
    ),
    ...mixedIn(transcripts, KEYS),
    ...tornBelow(stack.out, transcripts),
    ...strangeBelow(stack.out),
  ];
};
