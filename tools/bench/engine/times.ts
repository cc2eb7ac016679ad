// `npm run bench:times -- --python PROGRAM`: how accurate the times of words are, compared with faster-whisper's. The
// reference is pocketsphinx, which gets the text and is independent of Whisper.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import {
  asInput,
  askEngine,
  buildNativeEngine,
  TINY,
  VAD,
  windowsOf,
} from '../../../tests/fixtures/native-engine.ts';

const execute = promisify(execFile);

const { values } = parseArgs({
  options: {
    python: { type: 'string', default: 'python3' },
    model: { type: 'string', multiple: true, default: [TINY] },
    ct2: { type: 'string', default: '' },
  },
});
const script = (name: string) => join(import.meta.dirname, name);
const program = join(await buildNativeEngine(), 'transcribe-engine');
const dir = await mkdtemp(join(tmpdir(), 'bench-times-'));
try {
  await execute(values.python, [script('times.py'), 'speak', dir, script('../lecture.txt')]);
  const sound = await readFile(join(dir, 'sound'));
  const input = asInput({ header: { id: 'a', type: 'transcribe', language: 'en' }, sound });
  const files: string[] = [];
  for (const [index, model] of values.model.entries()) {
    const { answers } = await askEngine(program, ['--model', model, '--vad', VAD], input);
    const words = windowsOf(answers).flatMap((window) => window.words);
    const file = join(dir, `model-${index + 1}.words`);
    await writeFile(file, words.map(({ start, end, text }) => `${start}\t${end}\t${text}\n`).join(''));
    files.push(file);
  }
  if (values.ct2 !== '') {
    const args = [script('faster-whisper.py'), join(dir, 'sound'), join(dir, 'faster-whisper')];
    await execute(values.python, [...args, values.ct2, 'words']);
    files.push(join(dir, 'faster-whisper.words'));
  }
  const { stdout } = await execute(values.python, [script('times.py'), 'compare', dir, ...files]);
  process.stdout.write(stdout);
} finally {
  await rm(dir, { recursive: true, force: true });
}
