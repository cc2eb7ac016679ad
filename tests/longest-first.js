// Orders the test files: those of slow projects start first, so that at the end no core is still busy while the others
// wait.
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
