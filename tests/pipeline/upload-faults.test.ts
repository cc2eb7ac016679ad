// Uploads over a connection with random faults, by seed: in the end every byte has arrived once.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openStore, type ServedStore } from '../../local/store.ts';
import {
  below,
  differences,
  type File,
  makeClient,
  makeCourse,
  sendCourse,
} from '../fixtures/flaky-s3/course.ts';
import { FAULTS, type Percentages } from '../fixtures/flaky-s3/faults.ts';
import { type FlakyOptions, type FlakyS3, openFlakyS3 } from '../fixtures/flaky-s3/proxy.ts';
import { mulberry32 } from '../fixtures/random.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';

/** How many of a hundred requests go wrong. */
const BAD_LINE: Percentages = {
  slowDown: 1,
  internalError: 4,
  dropAnswer: 8,
  lateAnswer: 1,
  stall: 1,
  slow: 5,
  closeHalfWay: 8,
  corrupt: 4,
  errorInside: 25,
  reset: 8,
};

/** How long the client waits when the connection stalls, and a stall that is longer. */
const PATIENCE_MS = 4_000;
const STALL_MS = 4_500;

/** How long it waits if nothing stalls: seconds may pass on a busy machine, and must not cause repeated requests. */
const NO_STALL_MS = 600_000;

/** The bytes in S3 after its client is gone. What had arrived completely is still stored, a little later. */
const settled = async ({ settled, ledger }: FlakyS3, keys: string[]): Promise<number> => {
  await settled();
  return ledger.bytesStored(keys);
};

/** How many tests run at once: most of the time they wait for stalls. */
const AT_ONCE = 4;

const seeds = (first: number, groups: number): number[][] =>
  Array.from({ length: groups }, (_, group) =>
    Array.from({ length: AT_ONCE }, (_, index) => first + group * AT_ONCE + index),
  );

let store: ServedStore;
let course: File[];
const counts: Record<string, number> = {};

beforeAll(async () => {
  const dir = temporaryFolder();
  store = await openStore(join(dir, 'store'));
  course = await makeCourse(join(dir, 'course'));
});

afterAll(() => store.close());

/** Opens a connection for one test, and checks the invariants at its end. */
const withLine = async (
  options: Partial<FlakyOptions>,
  use: (line: FlakyS3) => Promise<void>,
): Promise<FlakyS3['ledger']> => {
  const line = await openFlakyS3({ server: store.server, seed: 1, stallMs: STALL_MS, ...options });
  try {
    await use(line);
    return line.ledger;
  } finally {
    await line.close();
    for (const [what, count] of Object.entries(line.ledger.counts))
      counts[what] = (counts[what] ?? 0) + count;
  }
};

const keysOf = (files: File[]) => files.map(({ key }) => key);
const sizeOf = (files: File[]) => files.reduce((sum, { size }) => sum + size, 0);

/** Checks that everything arrived unchanged, and that nothing is left over. */
const expectAll = async ({ ledger }: Pick<FlakyS3, 'ledger'>, files: File[]) => {
  expect(await differences(store.s3, files)).toEqual([]);
  expect(ledger.unfinished()).toEqual([]);
};

describe('sendAll over an unreliable connection', () => {
  const overBadLine = async (seed: number): Promise<void> => {
    const files = below(`bad-line-${seed}`, course);
    const progress = new Map<string, number>();
    const listener = {
      started: () => {},
      bytes: (key: string, count: number) => void progress.set(key, (progress.get(key) ?? 0) + count),
      sent: () => {},
    };

    const ledger = await withLine({ seed, percentages: BAD_LINE }, async ({ endpoint }) => {
      const s3 = makeClient({ endpoint, stallMs: PATIENCE_MS });
      const sent = await sendCourse(s3, files, { listener });
      s3.destroy();

      expect([...sent.keys()].toSorted()).toEqual(keysOf(files).toSorted());
    });

    await expectAll({ ledger }, files);
    expect(ledger.bytesAgain('known', keysOf(files))).toBe(0);
    expect(Object.fromEntries(progress)).toEqual(
      Object.fromEntries(files.map(({ key, size }) => [key, size])),
    );
  };

  it.each(seeds(1, 5))(
    'seeds %i, %i, %i, %i: everything arrives, and nothing that S3 had is sent twice',
    async (...group) => {
      await Promise.all(group.map(overBadLine));
    },
  );

  it('has met every kind of fault', () => {
    expect(FAULTS.filter((fault) => !counts[fault])).toEqual([]);
  });
});

describe('a connection that is lost for a while', () => {
  it('continues by itself', async () => {
    const files = below('cut', course);

    const ledger = await withLine({}, async (line) => {
      const s3 = makeClient({ ...line, stallMs: NO_STALL_MS });
      const sending = sendCourse(s3, files);
      while (line.ledger.bytesArrived(keysOf(files)) === 0) await setTimeout(5);
      await line.cut(5_000);
      await sending;
      s3.destroy();
    });

    await expectAll({ ledger }, files);
    expect(ledger.bytesAgain('known', keysOf(files))).toBe(0);
  });
});

describe('credentials that expire during an upload', () => {
  const withExpiry = async (seed: number): Promise<void> => {
    const files = below(`expired-${seed}`, course);
    const expireAfter = 7 + Math.floor(mulberry32(seed)() * 8);

    const ledger = await withLine({ seed, expireAfter, percentages: { dropAnswer: 8 } }, async (line) => {
      const first = makeClient({ ...line, stallMs: NO_STALL_MS, accessKeyId: 'FIRST' });
      await expect(sendCourse(first, files)).rejects.toMatchObject({ name: 'ExpiredToken' });
      first.destroy();
      const stored = await settled(line, keysOf(files));
      line.ledger.newClient();
      line.calm();

      const second = makeClient({ ...line, stallMs: NO_STALL_MS, accessKeyId: 'SECOND' });
      await sendCourse(second, files);
      second.destroy();

      expect(line.ledger.bytesOfClient(keysOf(files))).toBe(sizeOf(files) - stored);
    });

    await expectAll({ ledger }, files);
    expect(ledger.bytesAgain('known', keysOf(files))).toBe(0);
  };

  it.each(seeds(101, 2))(
    'seeds %i, %i, %i, %i: with new ones, only the missing bytes are sent',
    async (...group) => {
      await Promise.all(group.map(withExpiry));
    },
  );
});

describe('a process that is killed', () => {
  it.each([1, 9, 15])('continues after %i MB', async (megabytes) => {
    const files = below(`killed-${megabytes}`, course);

    const ledger = await withLine({ percentages: { slow: 50 } }, async (line) => {
      const child = startSending(line, files);
      while (line.ledger.bytesArrived(keysOf(files)) < megabytes * 1e6) await setTimeout(5);
      child.kill('SIGKILL');
      await once(child, 'close');
      const stored = await settled(line, keysOf(files));
      line.ledger.newClient();

      const [code] = await once(startSending(line, files), 'close');

      expect(code).toBe(0);
      expect(line.ledger.bytesOfClient(keysOf(files))).toBe(sizeOf(files) - stored);
    });

    await expectAll({ ledger }, files);
  });
});

describe('two senders of one course at the same time', () => {
  const twice = async (seed: number): Promise<void> => {
    const files = below(`two-${seed}`, course);

    const ledger = await withLine({ seed, percentages: BAD_LINE }, async ({ endpoint }) => {
      const send = async () => {
        const s3 = makeClient({ endpoint, stallMs: PATIENCE_MS });
        await sendCourse(s3, files).finally(() => s3.destroy());
      };
      await Promise.all([send(), send()]);
    });

    await expectAll({ ledger }, files);
  };

  it.each(seeds(201, 2))('seeds %i, %i, %i, %i: do no damage', async (...group) => {
    await Promise.all(group.map(twice));
  });
});

const startSending = ({ endpoint }: FlakyS3, files: File[]): ChildProcess => {
  const script = join(import.meta.dirname, '../fixtures/flaky-s3/send-course.ts');
  return spawn(process.execPath, [script, endpoint, JSON.stringify(files)], { stdio: 'inherit' });
};
