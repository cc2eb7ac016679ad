// Orders the test files: slow projects start first, so that no core is left with one of their files at the end.
import TestSequencer from '@jest/test-sequencer';

const ORDER = ['deployed', 'image', 'pipeline', 'page', 'unit'];

const rank = ({ context }) => ORDER.indexOf(context.config.displayName?.name ?? '');

// biome-ignore lint/style/noDefaultExport: jest requires a default export.
export default class LongestFirst extends TestSequencer {
  /** Within a project, jest's own order: first the tests that failed, then the slowest of the last run. */
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
