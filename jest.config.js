// One project a kind of test; `npm test -- --selectProjects unit` runs one of them.
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
});

export default {
  projects: ['unit', 'pipeline', 'image', 'deployed'].map(project),
  reporters: ['<rootDir>/tests/skipped-reporter.js', 'default'],
  // A test of the pipeline waits for real speech recognition; how long that takes is no test's business.
  testTimeout: 300_000,
};
