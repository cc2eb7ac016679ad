// Looks for the browser once, before the tests: two that unpack it into one place at the same time would break it.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

// biome-ignore lint/style/noDefaultExport: jest takes a setup so.
export default function findBrowser() {
  const root = join(import.meta.dirname, '../..');
  const node = join(root, 'node_modules/.bin/node');
  process.env.PAGE_BROWSER = execFileSync(node, [join(root, 'tests/page/find-browser.ts')], {
    encoding: 'utf8',
  });
}
