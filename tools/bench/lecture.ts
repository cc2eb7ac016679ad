// Makes a lecture as an mp4 with known words, and as a WAV for whisper-cli. The voice is synthetic: good for comparing
// programs, but no forecast of the errors in a real lecture hall.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { hashOf, once } from './cache.ts';
import { composeLecture, type Paragraph } from './words.ts';

const execute = promisify(execFile);

/** `wav` is mono at 16 kHz, the only format that whisper-cli always accepts. */
export type Lecture = { mp4: string; wav: string; words: string; seconds: number };

const VOICE = 'slt';
const PICTURE = 'color=c=0x203040:s=320x180:r=1';
const CODECS = ['-pix_fmt', 'yuv420p', '-c:a', 'aac', '-b:a', '64k', '-ar', '44100'];

const ffmpeg = (cwd: string, ...args: string[]) =>
  execute('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args], { cwd });

/** @throws if this ffmpeg was built without flite. */
export const makeLecture = async (minutes: number): Promise<Lecture> => {
  const text = await readFile(join(import.meta.dirname, 'lecture.txt'), 'utf8');
  const paragraphs = composeLecture(text, minutes);
  const dir = await once(`lecture-${hashOf(paragraphs, VOICE, PICTURE, CODECS)}`, async (scratch) => {
    await requireVoice();
    await inFolder((dir) => speak(dir, paragraphs, join(scratch, 'lecture.mp4')));
    await writeFile(join(scratch, 'lecture.txt'), paragraphs.map(({ text }) => `${text}\n`).join('\n'));
    await toWav(join(scratch, 'lecture.mp4'), join(scratch, 'lecture.wav'));
  });
  return lectureOf(join(dir, 'lecture.mp4'), join(dir, 'lecture.wav'), join(dir, 'lecture.txt'));
};

/** The user's own recording, with a file of its words. */
export const takeLecture = async (recording: string, words: string): Promise<Lecture> => {
  const { size, mtimeMs } = await stat(recording);
  const dir = await once(`recording-${hashOf(resolve(recording), size, mtimeMs)}`, async (scratch) => {
    await withPicture(recording, join(scratch, 'lecture.mp4'));
    await toWav(join(scratch, 'lecture.mp4'), join(scratch, 'lecture.wav'));
  });
  return lectureOf(join(dir, 'lecture.mp4'), join(dir, 'lecture.wav'), words);
};

const lectureOf = async (mp4: string, wav: string, words: string): Promise<Lecture> => ({
  mp4,
  wav,
  words: await readFile(words, 'utf8'),
  seconds: await secondsOf(wav),
});

const secondsOf = async (path: string): Promise<number> => {
  const wanted = ['-v', 'error', '-show_entries', 'format=duration', '-of', 'csv=p=0', path];
  return Number.parseFloat((await execute('ffprobe', wanted)).stdout);
};

const requireVoice = async () => {
  const { stdout } = await execute('ffmpeg', ['-hide_banner', '-filters'], { maxBuffer: 2 ** 24 });
  if (/ flite /.test(stdout)) return;
  throw new Error(
    'This ffmpeg cannot speak: it was built without flite. --lecture FILE --words FILE takes a recording of your own.',
  );
};

const inFolder = async (use: (dir: string) => Promise<void>) => {
  const dir = await mkdtemp(join(tmpdir(), 'lecture-'));
  await use(dir).finally(() => rm(dir, { recursive: true, force: true }));
};

/** One file per paragraph, named without a folder, so that nothing has to be escaped in a filter or a list. */
const speak = async (dir: string, paragraphs: Paragraph[], mp4: string) => {
  const list: string[] = [];
  for (const [index, { text, pauseSeconds }] of paragraphs.entries()) {
    await writeFile(join(dir, `${index}.said`), text);
    const voice = `flite=textfile=${index}.said:voice=${VOICE},apad=pad_dur=${pauseSeconds.toFixed(3)}`;
    await ffmpeg(dir, '-f', 'lavfi', '-i', voice, `${index}.wav`);
    list.push(`file ${index}.wav\n`);
  }
  await writeFile(join(dir, 'list'), list.join(''));
  await ffmpeg(dir, '-f', 'concat', '-i', 'list', '-c', 'copy', 'all.wav');
  await withPicture(join(dir, 'all.wav'), mp4);
};

/** `-shortest` would let the picture continue for most of a minute. */
const withPicture = async (sound: string, mp4: string) => {
  const inputs = ['-i', sound, '-f', 'lavfi', '-i', PICTURE, '-map', '0:a:0', '-map', '1:v'];
  await ffmpeg('.', ...inputs, '-t', String(await secondsOf(sound)), ...CODECS, mp4);
};

const toWav = (from: string, to: string) =>
  ffmpeg('.', '-i', from, '-vn', '-ac', '1', '-ar', '16000', '-c:a', 'pcm_s16le', to);
