// Malicious or damaged files: each ends in time, with sound or a clear error, reads nothing but itself, and leaves nothing
// running. HOSTILE_SEED=n damages them in another way.

import { execFile, execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pLimit from 'p-limit';
import { decode } from '../../services/shared/media/decode.ts';
import { attempt, CANARY_WORDS, faultsOf, type Outcome, reportOf } from '../fixtures/hostile/attempt.ts';
import { CONTAINERS, type Corpus, forgetReading, GOOD_SECONDS, makeCorpus } from '../fixtures/hostile.ts';
import { listenLocally } from '../fixtures/listen.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

const SEED = Number(process.env.HOSTILE_SEED ?? 20_261_122);

const childrenOn = (dir: string): string[] =>
  execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(dir));

const drain = async (chunks: AsyncIterable<Buffer>) => {
  for await (const _ of chunks);
};

const connections: string[] = [];
const listener = createServer((socket) => {
  connections.push(`${socket.remoteAddress}`);
  socket.destroy();
});
const listening = listenLocally(listener);

describe(`hostile files (seed ${SEED})`, () => {
  const dir = temporaryFolder();
  let corpus: Corpus;
  let port: number;
  const outcomes = new Map<string, Outcome>();

  beforeAll(async () => {
    port = await listening;
    corpus = makeCorpus(dir, port, SEED);
    const inTurn = pLimit(2);
    const paths = [...corpus.bombs, ...corpus.good, ...corpus.playlists, ...corpus.mutations];
    await Promise.all(
      paths.map((path) =>
        inTurn(async () => {
          outcomes.set(path, await attempt(path));
        }),
      ),
    );
    if (process.env.HOSTILE_REPORT) console.table(reportOf(outcomes));
  });
  afterAll(() => {
    listener.close();
  });

  const faultsAmong = (paths: string[]) =>
    paths.flatMap((path) => {
      const outcome = outcomes.get(path);
      return (outcome ? faultsOf(outcome) : ['it was not tried']).map(
        (fault) => `${basename(path)}: ${fault}`,
      );
    });

  it.each(CONTAINERS)('decodes the undamaged %s, as a control', (extension) => {
    const outcome = [...outcomes].find(([path]) => basename(path) === `good.${extension}`)?.[1];

    expect(outcome?.said).toBe('');
    expect(outcome?.seconds).toBeGreaterThan(GOOD_SECONDS - 0.1);
    expect(outcome?.seconds).toBeLessThan(GOOD_SECONDS + 0.2);
  });

  it('reads no playlist, script, manifest, text, picture or archive with the name of a media file', () => {
    const lists = corpus.playlists.filter((path) => !path.endsWith('attachment.mkv'));

    expect(faultsAmong(corpus.playlists)).toEqual([]);
    expect(lists.filter((path) => outcomes.get(path)?.error !== 'VideoUnreadable')).toEqual([]);
    expect(lists.length).toBeGreaterThan(35);
  });

  it.each(CONTAINERS)('handles every damaged %s safely', (extension) => {
    const damaged = corpus.mutations.filter((path) => path.endsWith(`.${extension}`));

    expect(faultsAmong(damaged)).toEqual([]);
    expect(damaged.length).toBeGreaterThanOrEqual(28);
  });

  it('handles every bomb safely', () => {
    expect(faultsAmong(corpus.bombs)).toEqual([]);
  });

  it('opens no other file and no connection, and leaves no process behind', () => {
    expect(statSync(corpus.canary).atime.getFullYear()).toBe(2001);
    expect(connections).toEqual([]);
    expect(childrenOn(dir)).toEqual([]);
  });

  it('stops decoding when the run is aborted', async () => {
    const giveUp = new AbortController();
    const path = join(dir, 'hours.flac');
    const running = decode(path, 'hours.flac', drain, { signal: giveUp.signal });
    running.catch(() => {});
    while (childrenOn(dir).length === 0) await setTimeout(20);

    giveUp.abort();

    await expect(running).rejects.toThrow('aborted');
    expect(childrenOn(dir)).toEqual([]);
  });

  it('would notice an attack: an ffmpeg that may guess the format reads the canary and calls the listener', async () => {
    const guess = (name: string, ...args: string[]) =>
      promisify(execFile)('ffmpeg', ['-v', 'quiet', ...args, '-i', `${dir}/${name}`, '-f', 's16le', '-']);
    const everything = ['-protocol_whitelist', 'file,http,tcp', '-allowed_extensions', 'ALL'];

    expect((await guess('concat.mp4')).stdout).toContain(CANARY_WORDS);
    expect(statSync(corpus.canary).atime.getFullYear()).not.toBe(2001);
    await expect(guess('hls-http.mp4', ...everything)).rejects.toThrow();
    const calls = connections.length;
    expect(calls).toBeGreaterThan(0);
    await new Promise((resolve) => connect(port, '127.0.0.1').once('close', resolve));
    expect(connections.length).toBe(calls + 1);
    forgetReading(corpus.canary);
  });
});
