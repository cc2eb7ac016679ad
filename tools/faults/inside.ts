// Loaded into the uploader's process (`node --import`): counts and notes what it does, and makes one fault happen at the
// nth time of something. The uploader knows nothing of it. `fault.ts` describes faults; `requests.ts` has those of requests.
import { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import { registerHooks, syncBuiltinESMExports } from 'node:module';
import { join, resolve } from 'node:path';
import { type Counted, Fault, LOG, later, type Noted, SPEC } from './fault.ts';

const { appendFileSync, cpSync, mkdirSync, readdirSync, rmSync, statfsSync, writeFileSync } = fs;
const log = process.env[LOG] ?? '';
const fault = process.env[SPEC] ? Fault.parse(JSON.parse(process.env[SPEC])) : undefined;
const counts: Record<string, number> = {};
const folder = process.env.FAULT_WRITES ?? '';

const note = (line: Noted) => appendFileSync(log, `${JSON.stringify(line)}\n`);
const met = () => note({ type: 'fault' });
const die = () => {
  met();
  process.kill(process.pid, 'SIGKILL');
};

/** Whether this is the one to fail. */
const isDue = (what: Counted): boolean => {
  const nth = (counts[what] ?? 0) + 1;
  counts[what] = nth;
  return fault?.at === what && fault.nth === nth;
};

const actions: Partial<Record<Fault['what'], (fault: Fault) => void>> = {
  killRun: ({ turns }) => later(turns, die),
  /** Fills the scratch disk except for a few bytes. */
  fillScratch: ({ leave }) => {
    const folder = process.env.TMPDIR ?? '';
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - leave)));
    met();
  },
  emptyBucket: ({ path }) => {
    if (readdirSync(path).length > 0) met();
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
  },
  replaceFile: ({ from, path }) => {
    cpSync(from, path);
    met();
  },
};
const act = (due: Fault) => actions[due.what]?.(due);

// Programs.
type SpawnOptions = { file?: string; args?: string[] };
type Spawn = (this: ChildProcess, options: SpawnOptions) => unknown;
const spawning: { spawn: Spawn } = Object(ChildProcess.prototype);
const { spawn } = spawning;
const PROGRAM = /(ffmpeg|transcribe-engine)\b/;
let condemned = '';
spawning.spawn = function (this: ChildProcess, options) {
  const done = spawn.call(this, options);
  const program = PROGRAM.exec([options.file, ...(options.args ?? [])].join(' '))?.[1] ?? '';
  note({ type: 'spawn', program });
  const due = isDue('spawn') ? fault : undefined;
  // It may have ended by itself.
  const kill = () => this.kill('SIGKILL') && met();
  const killSoon = () => (fault?.turns ? setTimeout(kill, fault.turns) : kill());
  if (due?.what === 'killProgram') {
    if (due.each) condemned = program;
    killSoon();
  } else if (due) act(due);
  else if (program === condemned && program) killSoon();
  return done;
};

// Files: the nth one is half written, and then the process is killed.
const half = (path: unknown, data: unknown): void => {
  if (typeof path !== 'string' || !folder || !resolve(path).startsWith(folder)) return;
  note({ type: 'write', path });
  if (!isDue('write')) return;
  const bytes = typeof data === 'string' || Buffer.isBuffer(data) ? Buffer.from(data) : Buffer.alloc(0);
  writeFileSync(path, bytes.subarray(0, bytes.length >> 1));
  die();
};
const { writeFile } = fs.promises;
fs.promises.writeFile = (path, data, options) => {
  half(path, data);
  return writeFile(path, data, options);
};
const { createWriteStream } = fs;
fs.createWriteStream = (path, options) => {
  half(path, Buffer.alloc(0));
  return createWriteStream(path, options);
};
syncBuiltinESMExports();

// Requests, as the run's S3 server receives them. Without this, the run reaches it directly.
const HTTP_STORE = new URL('./http-store.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    return found.url.endsWith('/destination/store.ts') ? { ...found, url: HTTP_STORE } : found;
  },
});
// Imported only now, so that it uses the functions above.
const { makeRequests } = await import('./requests.ts');
const emit = http.Server.prototype.emit;
const onRequest = makeRequests({ out: join(folder, 'out'), fault, note, met, isDue, act });
http.Server.prototype.emit = function (this: http.Server, name: string | symbol, ...args: unknown[]) {
  const [request, response] = args;
  if (
    name === 'request' &&
    request instanceof http.IncomingMessage &&
    response instanceof http.ServerResponse
  )
    if (onRequest(request, response)) return true;
  return Reflect.apply(emit, this, [name, ...args]);
};
