// The order of the test files: the projects that take longest begin, so that no core waits for their last file in the end.
import TestSequencer from '@jest/test-sequencer';

const ORDER = ['deployed', 'image', 'pipeline', 'page', 'unit'];

const rank = ({ context }) => ORDER.indexOf(context.config.displayName?.name ?? '');

// biome-ignore lint/style/noDefaultExport: jest takes a sequencer so.
export default class LongestFirst extends TestSequencer {
  /** Within a project as jest has it: what failed, then what took longest the last time. */
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
}
