// The log of a function. Powertools reads its environment when `instrument.ts` is loaded, so it is loaded late.
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, jest } from '@jest/globals';

type Instrument = typeof import('../../../services/shared/aws/instrument.ts').instrument;

/** Call it at the top of a test file. @returns the lines that a test logs, and `instrument`. */
export const captureLogs = (environment: NodeJS.ProcessEnv): { lines: string[]; instrument: Instrument } => {
  const before = { ...process.env };
  const lines: string[] = [];
  let loaded: Instrument;
  beforeAll(async () => {
    // With POWERTOOLS_DEV, Powertools writes to a console that a test can read.
    Object.assign(process.env, { POWERTOOLS_DEV: 'true', ...environment });
    for (const method of ['log', 'debug', 'info', 'warn', 'error'] as const)
      jest.spyOn(console, method).mockImplementation((...texts) => void lines.push(texts.join(' ')));
    // These packages have only an `import` entry, but jest resolves modules like `require`.
    for (const name of ['@middy/core', '@middy/util']) {
      const path = join(import.meta.dirname, '../../../node_modules', name, 'index.js');
      jest.mock(name, () => jest.requireActual(path), { virtual: true });
    }
    ({ instrument: loaded } = await import('../../../services/shared/aws/instrument.ts'));
  });
  beforeEach(() => {
    lines.length = 0;
  });
  afterAll(() => {
    jest.restoreAllMocks();
    process.env = before;
  });
  return { lines, instrument: (...args) => loaded(...args) };
};
