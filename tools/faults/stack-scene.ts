// One point's account, and the uploader's commands as processes. Their requests go to a server in the test's process, where
// one fault happens. `stack-kinds.ts` uses it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { TRANSCRIPT_BUCKET, VIDEO_BUCKET } from '../../local/store.ts';
import type { OnCall } from './calls.ts';
import { copyCourse, makeLarge } from './clips.ts';
import { openCloudAccount } from './cloud-account.ts';
import { type Counted, Fault, type FaultWanted, later, type Noted } from './fault.ts';
import { makeRequests } from './requests.ts';
import { type FaultWorld, MAIN, startProcess } from './scene.ts';

const STATE_MACHINE_ARN = 'arn:aws:states:eu-central-1:000000000000:stateMachine:transcribe';

/** Tells the uploader's requests from those of the functions. */
const OURS = 'UPLOADER';

export type CommandRan = { code: number | undefined; output: string; noted: Noted[]; heard: number };
export type StackScene = Awaited<ReturnType<typeof openStackScene>>;

type StackOptions = { world: FaultWorld; name: string; fault?: FaultWanted | undefined; onCall?: OnCall };

export const openStackScene = async ({ world, name, fault, onCall }: StackOptions) => {
  const folder = join(world.folder, name);
  const [course, out] = [join(folder, 'course'), join(folder, 'out')];
  copyCourse(world.clips, course);
  makeLarge(course);
  process.env.PATH = world.paths.quick;
  const line = makeLine(out, fault && Fault.parse(fault));
  const cloud = await openCloudAccount({
    folder,
    course,
    intercept: line.intercept,
    ...(onCall && { onCall }),
  });
  const env = {
    PATH: world.paths.quick,
    HOME: homedir(),
    NODE_COMPILE_CACHE: join(world.folder, 'compiled'),
    AWS_ENDPOINT_URL: cloud.store.endpoint,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: OURS,
    AWS_SECRET_ACCESS_KEY: 'secret',
    VIDEO_BUCKET,
    TRANSCRIPT_BUCKET,
    STATE_MACHINE_ARN,
  };

  /** @param isTried whether the fault may happen in this command. */
  const run = async (words: string[], isTried: boolean): Promise<CommandRan> => {
    const heardBefore = cloud.heard.length;
    const { kill, ended } = startProcess([process.execPath, MAIN, ...words, '--json'], { cwd: folder, env });
    const noted = line.begin(isTried, kill);
    const { code, output } = await ended;
    return { code, output, noted, heard: cloud.heard.length - heardBefore };
  };
  return { ...cloud, course, out, run, isMet: line.isMet, counts: line.counts };
};

/** Sits between the uploader and its account. */
const makeLine = (out: string, fault: Fault | undefined) => {
  const counts: Partial<Record<Counted, number>> = {};
  let noted: Noted[] = [];
  let isMet = false;
  let isTried = false;
  let kill = () => {};
  const met = () => {
    isMet = true;
  };
  const isDue = (what: Counted): boolean => {
    if (!isTried) return false;
    const nth = (counts[what] ?? 0) + 1;
    counts[what] = nth;
    return fault?.at === what && fault.nth === nth;
  };
  const end = () => {
    met();
    kill();
  };
  const act = ({ what, turns }: Fault) => {
    if (what === 'killRun') later(turns, end);
  };
  const onRequest = makeRequests({ out, fault, note: (line) => void noted.push(line), met, isDue, act });
  return {
    counts,
    isMet: () => isMet,
    begin: (tried: boolean, end: () => void): Noted[] => {
      [isTried, kill, noted] = [tried, end, []];
      return noted;
    },
    intercept: (request: IncomingMessage, response: ServerResponse): boolean =>
      request.headers.authorization?.includes(`Credential=${OURS}/`) === true && onRequest(request, response),
  };
};
