// Lists the skipped tests, and thus what this machine could not check. jest prints the summary itself.
// biome-ignore lint/style/noDefaultExport: jest requires a default export.
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
