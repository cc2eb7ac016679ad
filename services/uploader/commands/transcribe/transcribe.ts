// `uploader <dir>`: reads the course, sends what is new and, with --wait or --local, waits for the transcripts.
import { withTerms } from '../../../shared/contracts/glossary.ts';
import { count } from '../../../shared/text/quantities.ts';
import type { NotReady } from '../../course/course.ts';
import { readGlossaries } from '../../course/glossary.ts';
import { noteOnLeftOut } from '../../course/left-out.ts';
import { type Course, readCourse } from '../../course/read.ts';
import { EXIT, type ExitCode } from '../../failures/exit-codes.ts';
import type { Emit, EventOf } from '../../output/events.ts';
import { isTranscribed, type PlannedFile, planRun } from '../../plan/plan.ts';
import { isDestinationNamed, openDestination } from '../open.ts';
import { deliver, follow } from './deliver.ts';
import { showEstimate } from './estimate.ts';
import type { TranscribeOptions } from './flags.ts';
import { assertCanBring, assertFolders, claimOut } from './folders.ts';
import { type CommandDeps, canRun, type TranscribeJob } from './job.ts';
import { sendRun } from './send.ts';

const NOBODY_KNOWS =
  'This counts every video. With --stack it counts only those that have no up-to-date transcript.';

const WRITTEN = 'is still being written';

/** @throws errors that `explain.ts` puts into words. */
export const transcribeCourse = async (options: TranscribeOptions, deps: CommandDeps): Promise<ExitCode> => {
  const { emit } = deps;
  const startedAt = performance.now();
  const course = await readCourse(options.dir, options);
  for (const message of course.notes) emit({ type: 'note', level: 'info', message });
  if (options.estimate && !options.dryRun && !isDestinationNamed(options, deps.sources)) {
    emit({ type: 'note', level: 'info', message: NOBODY_KNOWS });
    return showEstimate(course.files, undefined, options, deps);
  }
  await assertFolders(course, options);
  const destination = await openDestination(options, deps);
  const job = { ...deps, options, destination };
  const leftOut = await noteOnLeftOut(options.dir, course.leftOut);
  const tellLeftOut = () => leftOut && emit({ type: 'note', ...leftOut });
  try {
    if (options.wait) await assertCanBring(course, options, destination);
    const plan = await makePlan(course, job);
    if (options.dryRun || options.estimate || !canRun(job)) {
      if (leftOut?.level === 'warning') tellLeftOut();
      return await onlyLook(plan, job);
    }
    const todo = plan.filter(({ action }) => action !== 'upToDate');
    tellUpToDate(plan.filter(isTranscribed).length, emit);
    await claimOut(course, todo, job);
    const notReady = course.notReady.map(leftOutOf);
    const onLeftOut = ({ key }: { key: string }) => void notReady.push(leftOutOf({ key, reason: WRITTEN }));
    const sent = todo.length > 0 ? await sendRun(todo, { ...job, onLeftOut }) : undefined;
    if (!options.wait && !options.local) {
      tellLeftOut();
      return endOfSending(notReady, emit);
    }
    const report = sent && (await follow(sent.run, job));
    return await deliver(
      { plan, report, sent, leftOut: notReady, startedAt, beforeSummary: tellLeftOut },
      job,
    );
  } finally {
    await destination.close();
  }
};

/** Reported like a failure, since the transcript is missing; the next run includes the file. */
const leftOutOf = ({ key, reason }: Pick<NotReady, 'key' | 'reason'>): EventOf<'failed'> => {
  const message = `${key} ${reason}, so it was left out. Run the same command again when it is finished.`;
  return { type: 'failed', key, error: { name: 'LeftOut', message } };
};

const endOfSending = (leftOut: EventOf<'failed'>[], emit: Emit): ExitCode => {
  for (const event of leftOut) emit(event);
  return leftOut.length > 0 ? EXIT.someFailed : EXIT.done;
};

const makePlan = async (course: Course, job: TranscribeJob): Promise<PlannedFile[]> => {
  const { options, destination, emit, signal } = job;
  const glossaries = await readGlossaries(options.dir, course.files);
  const wantedFor = (key: string) => withTerms(options.wanted, key, glossaries);
  const onProgress = (filesDone: number) =>
    emit({ type: 'progress', phase: 'read', files: course.files.length, filesDone });
  const { checksum } = options;
  const plan = await planRun(course.files, destination, wantedFor, { checksum, signal, onProgress });
  // With --estimate alone, a table would suggest that something is about to be sent.
  if (options.estimate && !options.dryRun) return plan;
  const sizes = plan.map(({ action, size }) => (action === 'send' ? size : 0));
  emit({
    type: 'plan',
    destination: destination.name,
    files: plan.map(({ key, size, action, reason }) => ({ key, bytes: size, action, reason })),
    leftOut: [...course.notReady.map(({ path, reason }) => ({ path, reason })), ...course.leftOut],
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    dryRun: options.dryRun,
  });
  return plan;
};

const onlyLook = async (plan: PlannedFile[], { options, ...deps }: TranscribeJob): Promise<ExitCode> => {
  const todo = plan.filter((file) => !isTranscribed(file));
  if (!options.estimate) return EXIT.done;
  return showEstimate(todo, plan.length - todo.length, options, deps);
};

const tellUpToDate = (upToDate: number, emit: Emit): void => {
  if (upToDate === 0) return;
  const message = `${count(upToDate, 'transcript')} already up to date; pass --redo to transcribe again`;
  emit({ type: 'note', level: 'done', message });
};
