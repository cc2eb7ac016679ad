// One project a kind of test; `npm test -- --selectProjects unit` runs one of them.
import { availableParallelism } from 'node:os';

// Packages that are ESM only are transformed too, because jest runs CommonJS.
const ofStringWidth = ['strip-ansi', 'ansi-regex', 'get-east-asian-width'];
const esmOnly = [
  ...['@middy', 'p-limit', 'yocto-queue', 'commander', 'media-captions', 'string-width'],
  ...ofStringWidth,
].join('|');

const project = (displayName) => ({
  displayName,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/tests/${displayName}/**/*.test.ts`],
  testEnvironment: 'node',
  ...(displayName === 'page' && { globalSetup: '<rootDir>/tests/page/once.js' }),
  transform: {
    '\\.(ts|js)$': [
      '@swc/jest',
      {
        jsc: { target: 'es2024', parser: { syntax: 'typescript' }, keepClassNames: true },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly})/)`],
  // Jest's sandbox looks each global up through its context, which makes a loop with Math.min ten times as slow.
  sandboxInjectedGlobals: ['Array', 'JSON', 'Math', 'Number', 'Object'],
});

export default {
  projects: ['unit', 'page', 'pipeline', 'image', 'deployed'].map(project),
  reporters: ['<rootDir>/tests/skipped-reporter.js', 'default'],
  testSequencer: '<rootDir>/tests/longest-first.js',
  // One more than there are cores, since many tests wait for a stalled connection or a killed process.
  maxWorkers: availableParallelism() + 1,
  // How long real speech recognition takes, or anything on a busy machine, is no test's business: this ends what hangs.
  testTimeout: 1_800_000,
};
