// Reads the header of a model file, as whisper.cpp's whisper_model_load does. verify.ts checks the sum of all bytes.
import { type FileHandle, open } from 'node:fs/promises';
import { codeOf, UserError } from '../contracts/errors.ts';
import { isCutOff } from './whole.ts';

export type Header = { multilingual: boolean };

/** 'ggml' as a little-endian number. */
const MAGIC = 0x67676d6c;
/** The magic, and eleven numbers of 32 bits. */
const HEADER_BYTES = 48;
/** The vocabulary of English-only models; multilingual ones have one token more, large-v3 two. */
const ENGLISH_VOCABULARY = 51_864;
/** Mel bands: 128 since large-v3. */
const MELS = [80, 128];

/** @throws {UserError} if there is no such file, or it is not a complete Whisper model. */
export const readHeader = async (path: string): Promise<Header> => {
  await using file = await openFile(path);
  const start = await readStart(file, path);
  const why = whyNot(start) || ((await isCutOff(file, HEADER_BYTES)) ? 'it is cut off' : '');
  if (why) throw new UserError(`${path} is not a Whisper model that whisper.cpp can read: ${why}.`);
  return { multilingual: vocabularyOf(start) > ENGLISH_VOCABULARY };
};

const unreadable = (path: string, error: unknown): UserError =>
  new UserError(`The model ${path} cannot be read: ${reasonOf(error)}.`, { cause: error });

const openFile = (path: string): Promise<FileHandle> =>
  open(path, 'r').catch((error) => {
    throw unreadable(path, error);
  });

const readStart = async (file: FileHandle, path: string): Promise<Buffer> => {
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, 0);
    return buffer.subarray(0, bytesRead);
  } catch (error) {
    // A folder can be opened, but not read.
    throw unreadable(path, error);
  }
};

const reasonOf = (error: unknown): string => {
  const code = codeOf(error);
  return (
    { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'permission denied' }[code] ?? code
  );
};

/** Why these bytes are not the start of a Whisper model; '' if they are. */
const whyNot = (start: Buffer): string => {
  const text = start.toString('latin1');
  if (start.length === 0) return 'the file is empty';
  if (/^\s*</.test(text)) return 'it is a web page';
  if (text.startsWith('version https://git-lfs')) return 'it is a Git LFS pointer (run `git lfs pull`)';
  if (text.startsWith('GGUF')) return 'it is a GGUF file, not the ggml format of whisper.cpp';
  if (start.length >= 4 && start.readUInt32LE(0) !== MAGIC) return 'it does not start with "ggml"';
  if (text.includes('silero')) return 'it is a voice activity (VAD) model';
  if (start.length < HEADER_BYTES) return 'it is cut off';
  const mels = start.readInt32LE(40);
  if (vocabularyOf(start) < ENGLISH_VOCABULARY || !MELS.includes(mels)) return 'it is another ggml model';
  return '';
};

const vocabularyOf = (start: Buffer): number => start.readInt32LE(4);
