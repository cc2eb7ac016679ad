// --include, --exclude and .transcribeignore files: patterns as in a .gitignore, but case-insensitive.
// Each can only leave out more: none brings back what another leaves out.
import ignore, { type Ignore } from 'ignore';
import { printable } from '../../shared/text/quantities.ts';

export const IGNORE_FILE = '.transcribeignore';

export type Filter = {
  /** Why a path is left out; undefined if it is not. A folder's path ends in a slash. */
  reason: (path: string) => string | undefined;
  /** Adds a folder's .transcribeignore, before anything in that folder is checked. */
  addRules: (folder: string, text: string) => void;
  /** A message for each flag that made no difference. */
  unused: () => string[];
};

export const makeFilter = ({ include, exclude }: { include: string[]; exclude: string[] }): Filter => {
  const included = makeMatcher(include);
  const excluded = makeMatcher(exclude);
  const rules = ignore();
  let example: string | undefined;
  return {
    addRules: (folder, text) => {
      rules.add(rulesOf(folder, text));
    },
    reason: (path) => {
      const name = path.normalize('NFC');
      if (!name.endsWith('/')) example ??= name;
      const pattern = excluded.match(name);
      if (pattern !== undefined) return `--exclude ${JSON.stringify(pattern)}`;
      // A folder may hold included files whatever its own name.
      if (include.length > 0 && !name.endsWith('/') && included.match(name) === undefined)
        return 'not in --include';
      return rules.test(name).rule?.mark;
    },
    unused: () => {
      const messages = [
        ...included.unused().map((pattern) => `--include ${JSON.stringify(pattern)} matches nothing.`),
        ...excluded.unused().map((pattern) => `--exclude ${JSON.stringify(pattern)} left nothing out.`),
      ];
      return messages.length > 0 && example !== undefined ? [...messages, hintAt(example)] : messages;
    },
  };
};

/** @param path of a file in the course. */
const hintAt = (path: string): string =>
  `Patterns are compared with paths inside the course folder, such as ${printable(path)}, as in a .gitignore: ` +
  'week1/ matches a folder, *.mp4 a kind of file. Put them in quotes, so that the shell does not expand them.';

type Matcher = { match: (path: string) => string | undefined; unused: () => string[] };

const makeMatcher = (patterns: string[]): Matcher => {
  const all = ignore().add(patterns.map((pattern) => ({ pattern: asLine(pattern), mark: pattern })));
  const idle = new Map<string, Ignore>(
    patterns.map((pattern) => [pattern, ignore().add([asLine(pattern).replace(/^!/, '')])]),
  );
  return {
    match: (path) => {
      for (const [pattern, alone] of idle) if (alone.ignores(path)) idle.delete(pattern);
      return all.test(path).rule?.mark;
    },
    unused: () => [...idle.keys()],
  };
};

/** On a command line there are no comments, and a shell completes to `./week1`. */
const asLine = (pattern: string): string =>
  pattern.normalize('NFC').replace(/^\.\//, '/').replace(/^#/, '\\#');

const rulesOf = (folder: string, text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .normalize('NFC')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'))
    .flatMap((line) => {
      const pattern = fromTop(folder.normalize('NFC'), line);
      return pattern === undefined ? [] : [{ pattern, mark: `${folder}${IGNORE_FILE}: ${line.trim()}` }];
    });

/**
 * Rewrites a pattern of a folder's file for the top: `draft` in week1/ becomes `/week1/[**]/draft`, without the brackets.
 * One list with deeper files after upper ones gives git's rule: the last match decides.
 */
const fromTop = (folder: string, line: string): string | undefined => {
  if (folder === '') return line;
  const [, not = '', body = ''] = /^(!?)(.*)$/s.exec(line) ?? [];
  const bare = body.replace(/ +$/, '').replace(/\/$/, '');
  if (bare === '') return undefined;
  const rest = bare.includes('/') ? body.replace(/^\//, '') : `**/${body}`;
  return `${not}/${folder.replace(/[\\*?[\]]/g, '\\$&')}${rest}`;
};
