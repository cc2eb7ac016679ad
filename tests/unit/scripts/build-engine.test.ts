// scripts/build-engine.sh in a checkout of its own, with a stand-in for cmake: instead of compiling it writes programs that
// hear, die or hear wrongly by what they were compiled for. What a real compiler makes is proven by `make setup`.
import { execFile } from 'node:child_process';
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';

const execute = promisify(execFile);
const ROOT = join(import.meta.dirname, '../../..');

const WORDS =
  "echo '[00:00:00.000 --> 00:00:11.000]   And so, my fellow Americans: ask not what your country can do for you, ask what you can do for your country!'";
const SPEECH = `printf 'Detected 2 speech segments:
Speech segment 0: start = 32.00, end = 441.00
Speech segment 1: start = 538.00, end = 1062.00
'`;

/** Of whisper.cpp's 1,800 files those that the script reads and patches; each build copies and removes them. */
const SOURCES = [
  'package.json',
  ...[
    'CMakeLists.txt',
    'src/whisper.cpp',
    'ggml/src/ggml-backend-reg.cpp',
    'ggml/src/ggml-cpu/amx/mmq.cpp',
  ].map((file) => join('cpp/whisper.cpp', file)),
];

/** A program that does `script` where it was compiled with flags that match a pattern, for the first such line. */
type Behaviour = { whisper: string; vad: string; compiler: string };

/** x86-64 with AMX and arm64, whatever the machine: the kinds of build are decided by uname and the compiler's macros. */
const MACROS = ['__AVX2__', '__FMA__', '__AMX_TILE__'];

describe('scripts/build-engine.sh', () => {
  let root = '';
  const path = process.env.PATH;

  const write = async (name: string, script: string) => {
    await mkdir(join(root, 'tools'), { recursive: true });
    await writeFile(join(root, 'tools', name), `#!/bin/bash\n${script}\n`);
    await chmod(join(root, 'tools', name), 0o755);
  };

  /** @param fate of programs compiled with these flags, `$flags` in its scripts. */
  const standIn = async ({ whisper = WORDS, vad = SPEECH, compiler = '' }: Partial<Behaviour> = {}) => {
    await write('uname', '[ "$1" = -m ] && echo x86_64 || echo Linux x86_64');
    const macros = MACROS.map((macro) => `#define ${macro} 1`).join('\\n');
    await write(
      'c++',
      `case $1 in --version) echo "c++ version \${COMPILER_VERSION:-12.2.0}" ;; *) printf '${macros}\\n' ;; esac`,
    );
    await cp(join(root, 'tools/c++'), join(root, 'tools/cc'));
    await writeFile(join(root, 'whisper'), whisper);
    await writeFile(join(root, 'vad'), vad);
    await write(
      'cmake',
      `case $1 in
        -S) for argument; do case $argument in -DCMAKE_CXX_FLAGS=*) flags=\${argument#*=} ;; esac; done
          mkdir -p "$4/bin"; echo "$flags" >"$4/flags"; echo "$flags" >>'${root}/builds' ;;
        --build) flags=$(cat "$2/flags"); ${compiler}
          for tool in whisper-cli:whisper whisper-vad-speech-segments:vad; do
            { echo '#!/bin/bash'; echo "flags='$flags'"; cat "${root}/\${tool#*:}"; } >"$2/bin/\${tool%:*}"
            chmod +x "$2/bin/\${tool%:*}"
          done ;;
      esac`,
    );
  };

  const build = async (env: NodeJS.ProcessEnv = {}) => {
    const result = await execute('scripts/build-engine.sh', [], {
      cwd: root,
      env: {
        PATH: [join(root, 'tools'), path].join(delimiter),
        HOME: root,
        XDG_CACHE_HOME: join(root, 'cache'),
        ...env,
      },
    }).then(
      ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
      ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
    );
    return result;
  };

  const builds = async () => (await readFile(join(root, 'builds'), 'utf8')).trim().split('\n').map(kindOf);
  const engines = async () =>
    (await readdir(join(root, 'cache/course-transcripts/engine'))).filter((name) => /^whisper/.test(name));
  const linked = () => readlink(join(root, 'node_modules/.bin/whisper-cli'));

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'checkout-'));
    for (const folder of ['image', 'engine'])
      await mkdir(join(root, 'services/transcriber', folder), { recursive: true });
    for (const file of ['image/whisper.cpp.patch', 'engine/prove-engine.sh'])
      await cp(join(ROOT, 'services/transcriber', file), join(root, 'services/transcriber', file));
    await mkdir(join(root, 'scripts'));
    await cp(join(ROOT, 'scripts/build-engine.sh'), join(root, 'scripts/build-engine.sh'));
    for (const folder of ['models', 'samples']) await symlink(join(ROOT, folder), join(root, folder));
    for (const file of SOURCES) {
      const within = join('node_modules/nodejs-whisper', file);
      await mkdir(join(root, within, '..'), { recursive: true });
      await cp(join(ROOT, within), join(root, within));
    }
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  it('links the first engine that hears', async () => {
    await standIn();

    const { code, stdout } = await build();

    expect(code).toBe(0);
    expect(stdout).toMatch(/speech engine: whisper\.cpp \S+, built for this processor in/);
    expect(await builds()).toEqual(['native']);
    expect(await linked()).toMatch(/whisper-cli$/);
  });

  const DIES = 'case $flags in *native*-mno-amx*) ;; *native*) kill -$SIGNAL $$ ;; esac';
  it.each([
    ['dies by SIGILL', DIES.replace('$SIGNAL', 'ILL'), /SIGILL/],
    ['dies by SIGSEGV', DIES.replace('$SIGNAL', 'SEGV'), /SIGSEGV/],
    ['dies by SIGBUS', DIES.replace('$SIGNAL', 'BUS'), /SIGBUS/],
    ['dies by SIGFPE', DIES.replace('$SIGNAL', 'FPE'), /SIGFPE/],
    ['fails', DIES.replace('kill -$SIGNAL $$', 'exit 1'), /exit code 1/],
    [
      'hears other words',
      DIES.replace('kill -$SIGNAL $$', 'echo "[a] you you you you"; exit'),
      /heard "you you you you"/,
    ],
    ['hears nothing', DIES.replace('kill -$SIGNAL $$', 'exit 0'), /heard ""/],
    ['hangs', DIES.replace('kill -$SIGNAL $$', 'exec sleep 100'), /did not end within 10 s/],
  ])(
    'takes one without AMX where the native whisper-cli %s, and says so in one line',
    async (_what, fate, why) => {
      await standIn({ whisper: `${fate}\n${WORDS}` });

      const { code, stdout } = await build({ PROVE_SECONDS: '10' });

      expect(code).toBe(0);
      expect(await builds()).toEqual(['native', 'no AMX']);
      expect(stdout.split('\n').filter((line: string) => why.test(line))).toEqual([
        expect.stringMatching(
          /the engine built for this processor does not work here .*: building one for this processor, without AMX$/,
        ),
      ]);
    },
  );

  it.each([
    ['the speech detector dies', { vad: `case $flags in *native*) kill -ILL $$ ;; esac\n${SPEECH}` }],
    [
      'the speech detector finds nobody',
      { vad: `case $flags in *native*) echo 'Detected 0 speech segments:'; exit ;; esac\n${SPEECH}` },
    ],
    [
      'the compiler fails',
      { compiler: 'case $flags in *native*) echo "no such instruction" >&2; exit 1 ;; esac' },
    ],
  ])('goes on to the next kind where %s', async (_what, behaviour) => {
    await standIn(behaviour);

    expect(await build()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('built for any processor with AVX2'),
    });
    expect(await builds()).toEqual(['native', 'no AMX', 'AVX2']);
  });

  it('comes down to what any processor can run', async () => {
    await standIn({ whisper: `case $flags in *-march*|*-mavx2*) kill -ILL $$ ;; esac\n${WORDS}` });

    expect(await build()).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('built for any x86-64 processor in'),
    });
    expect(await builds()).toEqual(['native', 'no AMX', 'AVX2', 'plain']);
  });

  it('links none where none can hear, and says where the log is', async () => {
    await standIn({ whisper: 'echo "[a] you you"' });

    const { code, stderr } = await build({ CFLAGS: '-Ofast' });

    expect(code).toBe(1);
    expect(stderr).toMatch(
      /could not be built: one for any x86-64 processor does not work either: whisper-cli heard "you you"/,
    );
    expect(stderr).toMatch(/CFLAGS or CXXFLAGS are set/);
    const log = /The whole log: (.*)/.exec(stderr)?.[1] ?? '';
    expect(await readFile(log, 'utf8')).toContain('you you');
    await expect(linked()).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await engines()).toEqual([]);
  });

  it('builds nothing where an engine that hears is there', async () => {
    await standIn();
    await build();

    expect(await build()).toMatchObject({ code: 0, stdout: expect.stringContaining('built before') });
    expect(await builds()).toHaveLength(1);
  });

  it.each([
    ['dies here', 'kill -ILL $$', /SIGILL/],
    ['hears wrongly', 'echo "[a] you"', /heard "you"/],
    ['is cut off', 'exit 126', /exit code 126/],
  ])('builds anew where the engine of before %s', async (_what, script, why) => {
    await standIn();
    await build();
    const [name = ''] = await engines();
    await writeFile(
      join(root, 'cache/course-transcripts/engine', name, 'whisper-cli'),
      `#!/bin/sh\n${script}\n`,
    );

    const { code, stdout } = await build();

    expect(code).toBe(0);
    expect(stdout).toMatch(why);
    expect(stdout).toMatch(/built before cannot hear on this machine/);
    expect(await builds()).toHaveLength(2);
  });

  it.each([
    ['CFLAGS', { CFLAGS: '-O1' }],
    ['CXXFLAGS', { CXXFLAGS: '-O1' }],
    ['the version of the compiler', { COMPILER_VERSION: '14.2.0' }],
  ])('takes an engine of other %s for another one', async (_what, env) => {
    await standIn();
    await build();

    await build(env);

    expect(await builds()).toHaveLength(2);
    expect(await engines()).toHaveLength(2);
  });

  it('has the flags of the user behind its own', async () => {
    await standIn();

    await build({ CXXFLAGS: '-march=haswell' });

    expect(await readFile(join(root, 'builds'), 'utf8')).toMatch(/-march=native .*-march=haswell$/m);
  });
});

const kindOf = (flags: string): string => {
  if (/-march=native.*-mno-amx-tile/.test(flags)) return 'no AMX';
  if (/-march=native/.test(flags)) return 'native';
  return /-mavx2/.test(flags) ? 'AVX2' : 'plain';
};
