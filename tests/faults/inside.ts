// Loaded into the uploader's own process (`node --import`): counts what it does, notes it, and at the Nth time of something
// makes one fault happen. The uploader knows nothing of it. What the faults are is `fault.ts`; answers go wrong in `answers.ts`.
import { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { syncBuiltinESMExports } from 'node:module';
import { join, resolve } from 'node:path';
import { makeListings, type Outgoing, takeAnswer } from './answers.ts';
import { type Counted, Fault, isList, LOG, type Noted, SPEC } from './fault.ts';

const { appendFileSync, cpSync, mkdirSync, rmSync, statfsSync, writeFileSync } = fs;
const log = process.env[LOG] ?? '';
const fault = process.env[SPEC] ? Fault.parse(JSON.parse(process.env[SPEC])) : undefined;
const counts: Record<string, number> = {};
const listings = makeListings();

const note = (line: Noted) => appendFileSync(log, `${JSON.stringify(line)}\n`);
const die = () => process.kill(process.pid, 'SIGKILL');

/** The number of this one among its like. */
const count = (what: Counted): number => {
  counts[what] = (counts[what] ?? 0) + 1;
  return counts[what];
};
const isDue = (what: Counted): boolean => {
  const nth = count(what);
  if (fault?.at !== what || fault.nth !== nth) return false;
  note({ type: 'fault' });
  return true;
};

/** So many turns of the event loop later: somewhere in the middle of it. */
const later = (turns: number, act: () => void): void => {
  if (turns <= 0) act();
  else setImmediate(() => later(turns - 1, act));
};

const actions: Partial<Record<Fault['what'], (fault: Fault) => void>> = {
  killRun: ({ turns }) => later(turns, die),
  /** All of the scratch disk but a few bytes. */
  fillScratch: ({ leave }) => {
    const folder = process.env.TMPDIR ?? '';
    const { bavail, bsize } = statfsSync(folder);
    writeFileSync(join(folder, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - leave)));
  },
  emptyBucket: ({ path }) => {
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path, { recursive: true });
  },
  replaceFile: ({ from, path }) => cpSync(from, path),
};

// Requests, as the S3 server of the run gets them.
const emit = http.Server.prototype.emit;
let refusing = 0;
const onRequest = (request: IncomingMessage, response: ServerResponse): boolean => {
  const { method = '', url = '' } = request;
  note({ type: 'request', method, url });
  const dues = [isDue('request'), method === 'GET' && isDue('get'), isList(request) && isDue('list')];
  const due = dues.some(Boolean) ? fault : undefined;
  if (due?.what === 'slowDown') refusing = due.burst;
  if (refusing > 0) {
    refusing -= 1;
    request.resume();
    response
      .writeHead(503, { 'content-type': 'application/xml' })
      .end('<Error><Code>SlowDown</Code></Error>');
    return true;
  }
  const onEnd = (outgoing: Outgoing) => {
    note({ type: 'answer', method, url, status: response.statusCode });
    listings.learn(request, response, outgoing);
    if (due?.what === 'killRun' && due.phase === 'after') die();
    if (due?.what === 'lostAnswer') return outgoing.lose();
    if (due?.what === 'truncate') return outgoing.halve();
    if (due?.what === 'stale') return outgoing.replace(listings.stale(request, outgoing.body(), due.keeps));
    return outgoing.pass();
  };
  takeAnswer(response, onEnd);
  if (due && due.phase !== 'after') actions[due.what]?.(due);
  return false;
};
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

// Programs.
type SpawnOptions = { file?: string; args?: string[] };
type Spawn = (this: ChildProcess, options: SpawnOptions) => unknown;
const spawning: { spawn: Spawn } = Object(ChildProcess.prototype);
const { spawn } = spawning;
const PROGRAM = /(ffmpeg|whisper-cli|whisper-vad-speech-segments)\b/;
let condemned = '';
spawning.spawn = function (this: ChildProcess, options) {
  const done = spawn.call(this, options);
  const program = PROGRAM.exec([options.file, ...(options.args ?? [])].join(' '))?.[1] ?? '';
  note({ type: 'spawn', program });
  const due = isDue('spawn') ? fault : undefined;
  if (due?.what === 'killProgram') {
    if (due.each) condemned = program;
    setTimeout(() => this.kill('SIGKILL'), due.turns);
  } else if (due) actions[due.what]?.(due);
  else if (program === condemned && program) setTimeout(() => this.kill('SIGKILL'), fault?.turns);
  return done;
};

// Files: the Nth is written by half, and then the process is gone.
const folder = process.env.FAULT_WRITES ?? '';
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
