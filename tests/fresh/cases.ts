// The commands to run in a clean container, and their expected results.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

export type Case = {
  name: string;
  /** A bash script, run as root in an empty Debian. */
  script: string;
  /** What is wrong with the result; undefined if nothing is. */
  judge: (code: number, output: string) => string | undefined;
};

const SAMPLES = join(import.meta.dirname, '../../samples/words.json');
const samples = z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(SAMPLES, 'utf8')));

const install = (...packages: string[]): string =>
  `export DEBIAN_FRONTEND=noninteractive
apt-get update -qq && apt-get install -y -qq --no-install-recommends git make ca-certificates ${packages.join(' ')} >/dev/null || exit 90
mkdir /checkout && cd /checkout && tar -xf /checkout.tar && git init -q`;

/** Prints each transcript after a line that names it. */
const SHOW = `for key in ${Object.keys(samples).join(' ')}; do echo "@ $key"; cat demo-transcripts/$key.txt; done`;

const wordsOf = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z]+/g, ' ')
    .trim();

const judgeDemo = (code: number, output: string): string | undefined => {
  if (code !== 0) return `it ended with exit code ${code}`;
  const [, ...transcripts] = output.split(/^@ /m);
  for (const [key, words] of Object.entries(samples)) {
    const [, text = ''] =
      transcripts.map((each) => each.split(/\n([\s\S]*)/)).find(([name]) => name === key) ?? [];
    if (!wordsOf(text).startsWith(wordsOf(words).slice(0, 60))) return `${key} has other words`;
  }
  return /npm warn/i.test(output) ? 'npm warns of something' : undefined;
};

export const CASES: Case[] = [
  {
    name: 'without any',
    script: `${install()}\nmake demo`,
    judge: (code, output) => {
      if (code === 0 || code === 90) return `it ended with exit code ${code}`;
      return /Node\.js with npm is needed to begin with/.test(output)
        ? undefined
        : 'it does not ask for Node.js';
    },
  },
  {
    name: "the distribution's own",
    // The second time, nothing is built, and the command is available.
    script: `${install('nodejs', 'npm')}
echo "Node.js $(node --version), npm $(npm --version)"
make demo && make demo && npx uploader --version || exit
${SHOW}`,
    judge: judgeDemo,
  },
];
