// Runs scripts/build-engine.sh in a checkout of its own with a fake compiler. It writes a program that hears, crashes
// or hears wrongly, depending on the kernels. `make setup` tests the result of a real compiler.
import { execFile } from 'node:child_process';
import {
  appendFile,
  chmod,
  cp,
  mkdir,
  readdir,
  readFile,
  readlink,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');
const NATIVE = 'services/transcriber/engine/native';

const window = (text: string) =>
  `echo '{"id":"proof","type":"window","start":0.15,"end":11,"text":"${text}","words":[]}'`;
const speech = (spans: string) =>
  `echo '{"id":"proof","type":"speech","speech":[${spans}],"probabilities":"AA=="}'`;
const SPEECH = speech('[0.322,4.41],[5.38,10.62]');
const WORDS = window(
  'And so, my fellow Americans: ask not what your country can do for you, ask what you can do for your country!',
);

/** The program: lists its kernels like the real one, and then behaves as the test says. */
const program = (fate: string) => `#!/bin/bash
here=$(dirname "$(realpath "$0")")
usable() { for name in avx512 avx2 plain; do grep -qsx $name "$here/failed-kernels" || echo $name; done; }
if [ "$1" = --list-kernels ]; then usable; exit; fi
kernels=$(usable | head -n 1)
while [ $# -gt 0 ]; do if [ "$1" = --kernels ]; then kernels=$2; fi; shift; done
cat >/dev/null
${fate}
${SPEECH}
${WORDS}
`;

describe('scripts/build-engine.sh', () => {
  let root = '';
  const path = process.env.PATH;

  /** @param fate what the program does, by `$kernels` @param compiler runs before each compilation, with `$*` */
  const standIn = async ({ fate = '', compiler = '' } = {}) => {
    await mkdir(join(root, 'tools'), { recursive: true });
    await writeFile(join(root, 'program'), program(fate));
    const script = `#!/bin/bash
case "$*" in
  *--version*) echo "c++ version \${COMPILER_VERSION:-12.2.0}"; exit ;;
  *-dumpmachine*) echo x86_64-linux-gnu; exit ;;
  *-fsyntax-only*) exit ;;
esac
${compiler}
flags=$*
while [ "$1" != -o ]; do shift; done
case "$flags" in *' -c '*) : >"$2"; exit ;; esac
echo "$flags" >>'${root}/builds'
cp '${root}/program' "$2" && chmod +x "$2"
`;
    await writeFile(join(root, 'tools/c++'), script);
    await chmod(join(root, 'tools/c++'), 0o755);
  };

  const build = (env: NodeJS.ProcessEnv = {}) =>
    execute('scripts/build-engine.sh', [], {
      cwd: root,
      env: {
        PATH: [join(root, 'tools'), path].join(delimiter),
        HOME: root,
        XDG_CACHE_HOME: join(root, 'my cache'),
        ...env,
      },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );

  const cache = () => join(root, 'my cache/course-transcripts/engine');
  const builds = async () => (await readFile(join(root, 'builds'), 'utf8')).trim().split('\n');
  const engines = async () => (await readdir(cache())).filter((name) => /^transcribe-engine/.test(name));
  const linked = () => readlink(join(root, 'node_modules/.bin/transcribe-engine'));
  const kernels = async () => {
    const { stdout } = await execute(await linked(), ['--list-kernels']);
    return stdout.trim().split('\n');
  };

  beforeEach(async () => {
    root = temporaryFolder();
    for (const name of [NATIVE, 'scripts/build-engine.sh'])
      await cp(join(ROOT, name), join(root, name), { recursive: true });
    for (const name of ['prove-engine.sh', 'prove-kernels.sh'])
      await cp(join(ROOT, NATIVE, '..', name), join(root, NATIVE, '..', name));
    for (const folder of ['models', 'samples']) await symlink(join(ROOT, folder), join(root, folder));
  });

  it('links an engine that works, in a folder with a blank in its name', async () => {
    await standIn();

    const { code, stdout } = await build();

    expect(code).toBe(0);
    expect(stdout).toMatch(/speech engine: [\d.]+ with avx512 kernels, built in/);
    expect(await builds()).toHaveLength(1);
    expect(await linked()).toMatch(/my cache.*\/transcribe-engine$/);
    expect(await readlink(join(cache(), 'current'))).toBe((await engines())[0]);
  });

  it.each([
    ['die by SIGILL', 'kill -ILL $$', /SIGILL/],
    ['die by SIGSEGV', 'kill -SEGV $$', /SIGSEGV/],
    ['die by SIGBUS', 'kill -BUS $$', /SIGBUS/],
    ['die by SIGFPE', 'kill -FPE $$', /SIGFPE/],
    ['fail', 'echo no memory; exit 1', /exit code 1: no memory/],
    ['hear other words', `${SPEECH}; ${window('You you you you')}; exit`, /heard "you you you you"/],
    ['hear nothing', 'exit 0', /heard ""/],
    ['find no speech', `${speech('')}; ${WORDS}; exit`, /did not find where somebody speaks/],
    ['find speech everywhere', `${speech('[0,11]')}; ${WORDS}; exit`, /did not find where somebody speaks/],
    ['hang', 'exec sleep 100', /did not end within 10 s/],
  ])('leaves out kernels that %s, and says so in one line', async (_what, fate, why) => {
    await standIn({ fate: `if [ $kernels = avx512 ]; then ${fate}; fi` });

    const { code, stdout } = await build({ PROVE_SECONDS: '10' });

    expect(code).toBe(0);
    expect(await builds()).toHaveLength(1);
    expect(stdout.split('\n').filter((line: string) => why.test(line))).toEqual([
      expect.stringMatching(/the engine's avx512 kernels do not work here \(.*\): the next ones are tried$/),
    ]);
    expect(await kernels()).toEqual(['avx2', 'plain']);
  });

  it('falls back to the plain kernels', async () => {
    await standIn({ fate: 'if [ $kernels != plain ]; then kill -ILL $$; fi' });

    expect(await build()).toMatchObject({ code: 0, stdout: expect.stringContaining('with plain kernels') });
    expect(await kernels()).toEqual(['plain']);
  });

  it.each([
    ['none can hear', { fate: `${window('You you')}; exit` }, /none of its kernels can hear/, 'You you'],
    [
      'the program does not start',
      { fate: '' },
      /none of its kernels can hear/,
      'transcribe-engine does not start',
    ],
    [
      'the compiler fails',
      { compiler: 'echo "no such instruction" >&2; exit 1' },
      /the compilation failed/,
      'no such instruction',
    ],
  ])('links no engine if %s, and says where the log is', async (what, behaviour, why, said) => {
    await standIn(behaviour);
    if (/start/.test(what)) await writeFile(join(root, 'program'), '#!/bin/sh\nexit 1\n');

    const { code, stdout, stderr } = await build();

    expect(code).toBe(1);
    expect(stderr).toMatch(why);
    const log = /The whole log: (.*)/.exec(stderr)?.[1] ?? '';
    expect(stdout + (await readFile(log, 'utf8'))).toContain(said);
    await expect(linked()).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await engines()).toEqual([]);
  });

  it.each([
    ['do not compile', { compiler: 'case "$*" in *-Ofast*) exit 1 ;; esac' }, /the compilation failed/],
    [
      'make an engine that hears wrongly',
      {
        compiler: `case "$*" in *-Ofast*) echo 'exit 0' >'${'$'}ROOT/fate' ;; *) : >'${'$'}ROOT/fate' ;; esac`,
      },
      /none of its kernels can hear/,
    ],
  ])("builds without the user's flags if they %s", async (_what, { compiler }, why) => {
    await standIn({ compiler: compiler.replaceAll('$ROOT', root), fate: `. '${root}/fate' 2>/dev/null` });

    const { code, stdout } = await build({ CXXFLAGS: '-Ofast' });

    expect(code).toBe(0);
    expect(stdout).toMatch(why);
    expect(stdout).toMatch(/CXXFLAGS and LDFLAGS does not work .*: building one without them\n/);
    expect((await builds()).at(-1)).not.toContain('-Ofast');
  });

  it("puts the user's flags after its own", async () => {
    await standIn();

    await build({ CXXFLAGS: '-O1 -march=haswell', LDFLAGS: '-static' });

    expect(await builds()).toEqual([expect.stringMatching(/-O2 .*-O1 -march=haswell -static/)]);
    expect(await engines()).toHaveLength(1);
  });

  it('builds nothing if there is an engine that works', async () => {
    await standIn();
    await build();

    expect(await build()).toMatchObject({ code: 0, stdout: expect.stringContaining('built before') });
    expect(await builds()).toHaveLength(1);
  });

  it.each([
    ['crashes here', 'case $1 in --list-kernels) echo plain ;; *) kill -ILL $$ ;; esac', /SIGILL/],
    ['hears wrongly', `case $1 in --list-kernels) echo plain ;; *) ${window('You')} ;; esac`, /heard "you"/],
    ['does not start', 'kill -ILL $$', /transcribe-engine was ended by SIGILL/],
    ['is cut off', 'exit 126', /transcribe-engine does not start/],
  ])('builds again if the previous engine %s', async (_what, script, why) => {
    await standIn();
    await build();
    const [name = ''] = await engines();
    await writeFile(join(cache(), name, 'transcribe-engine'), `#!/bin/sh\n${script}\n`);

    const { code, stdout } = await build();

    expect(code).toBe(0);
    expect(stdout).toMatch(why);
    expect(stdout).toMatch(/built before cannot hear on this machine/);
    expect(await builds()).toHaveLength(2);
  });

  it.each([
    ['CXXFLAGS', { CXXFLAGS: '-O1' }],
    ['CPPFLAGS', { CPPFLAGS: '-DNDEBUG' }],
    ['LDFLAGS', { LDFLAGS: '-static' }],
    ['the version of the compiler', { COMPILER_VERSION: '14.2.0' }],
  ])('distinguishes engines built with other %s', async (_what, env) => {
    await standIn();
    await build();

    await build(env);

    expect(await builds()).toHaveLength(2);
    expect(await engines()).toHaveLength(2);
  });

  it('distinguishes engines built from other sources, but ignores changes to tests and texts', async () => {
    await standIn();
    await build();
    await appendFile(join(root, NATIVE, 'README.md'), 'more');
    await appendFile(join(root, NATIVE, 'tests/units.cpp'), '// more');
    await build();
    expect(await builds()).toHaveLength(1);

    await appendFile(join(root, NATIVE, 'kernels/body.inc'), '// more');
    await build();

    expect(await builds()).toHaveLength(2);
  });

  it('removes engines that nobody has used for a month', async () => {
    await standIn();
    await build();
    const [own = ''] = await engines();
    const old = new Date(Date.now() - 32 * 24 * 3_600_000);
    for (const name of ['whisper.cpp-1.9.1-0123456789', 'transcribe-engine-0.9.0-1'])
      await mkdir(join(cache(), name));
    await writeFile(join(cache(), 'whisper.cpp-1.9.1-0123456789/whisper-cli'), '');
    for (const name of ['whisper.cpp-1.9.1-0123456789', own]) await utimes(join(cache(), name), old, old);

    await build();

    expect((await readdir(cache())).toSorted()).toEqual(
      ['current', 'transcribe-engine-0.9.0-1', own].toSorted(),
    );
  });
});

// -march=native sets such a macro in every file, so two of them would have the same kernels.
it("no kernels are selected by the compiler's target macros", async () => {
  const folder = join(ROOT, NATIVE, 'kernels');
  const sources = await Promise.all(
    (await readdir(folder)).map((name) => readFile(join(folder, name), 'utf8')),
  );

  expect(sources.join('\n')).not.toMatch(/#\s*(if|elif).*__(AVX|SSE|FMA|ARM_FEATURE)/);
});

it.each([
  ['that supports all of them', '', 'avx512 avxvnni avx2 sse4'],
  ['without AVX-VNNI', '-mavxvnni', 'avx512 avx2 sse4'],
  ['without AVX2', '-mavx2', 'sse4'],
])('the Makefile builds the right kernels for a compiler %s', async (_what, unknown, kernels) => {
  const scratch = temporaryFolder();
  const compiler = join(scratch, 'c++');
  const refuse = unknown ? `case "$*" in *'${unknown} '*) exit 1 ;; esac` : '';
  await writeFile(compiler, `#!/bin/sh\n${refuse}\necho x86_64-linux-gnu\n`);
  await chmod(compiler, 0o755);

  const { stdout } = await execute('make', [
    '-n',
    '-C',
    join(ROOT, NATIVE),
    `CXX=${compiler}`,
    `OUT=${scratch}`,
  ]);

  const compiled = [...stdout.matchAll(/kernels\/(avx\w+|sse4)\.o kernels/g)].map(([, name]) => name);
  const chosen = [...stdout.matchAll(/-DWITH_(\w+)/g)].map(([, name]) => name);
  expect(compiled.toSorted()).toEqual(kernels.split(' ').toSorted());
  expect(chosen.toSorted()).toEqual(compiled.toSorted());
});
