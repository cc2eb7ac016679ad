// Names the tests that were skipped and so what this machine could not check. The summary itself is jest's.
// biome-ignore lint/style/noDefaultExport: jest takes a reporter so.
export default class SkippedReporter {
  onRunComplete(_contexts, { testResults }) {
    const skipped = testResults
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === 'pending');
    if (skipped.length === 0) return;
    process.stderr.write(
      `\nSkipped on this machine:\n${skipped.map(({ fullName }) => `  ${fullName}\n`).join('')}\n`,
    );
  }
}
