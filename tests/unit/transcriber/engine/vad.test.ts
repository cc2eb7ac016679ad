import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import {
  findSpeech,
  joinPieces,
  LIKELY,
  parseSpeech,
  SURE,
} from '../../../../services/transcriber/engine/vad.ts';
import { spans } from '../examples.ts';
import { fakePrograms } from '../fake-programs.ts';

describe('parseSpeech', () => {
  it('reads the stretches, which come in hundredths of a second', () => {
    const stdout = `
Detected 2 speech segments:
Speech segment 0: start = 32.00, end = 227.00
Speech segment 1: start = 330.00, end = 1096.50
`;

    expect(parseSpeech(stdout)).toEqual([
      { start: 0.32, end: 2.27 },
      { start: 3.3, end: 10.965 },
    ]);
  });

  it('finds none where none is announced', () => {
    expect(parseSpeech('Detected 0 speech segments:\n')).toEqual([]);
  });

  it.each([
    ['says nothing', '', '0 of an unknown number of stretches'],
    ['announces no number', 'Speech segment 0: start = 1.00, end = 2.00', '1 of an unknown number of'],
    ['lists fewer', 'Detected 2 speech segments:\nSpeech segment 0: start = 1.00, end = 2.00', '1 of 2'],
    [
      'lists more',
      'Detected 1 speech segments:\nSpeech segment 0: start = 1, end = 2\nSpeech segment 1: start = 3, end = 4',
      '2 of 1',
    ],
    ['stops inside a line', 'Detected 1 speech segments:\nSpeech segment 0: start = 1.00, en', '0 of 1'],
  ])('fails where the program %s', (_what, stdout, message) => {
    expect(() => parseSpeech(stdout)).toThrow(
      expect.objectContaining({ name: 'EngineFailed', message: expect.stringContaining(message) }),
    );
  });
});

describe('findSpeech', () => {
  const programs = fakePrograms();

  const fakeProgram = (script: string) => programs.write('whisper-vad-speech-segments', script);

  it('gives what the program lists, and hands the sound, the model and the threshold to it', async () => {
    await fakeProgram(`
      echo "$@" > ${programs.folder}/arguments
      echo 'Detected 1 speech segments:'
      echo 'Speech segment 0: start = 32.00, end = 227.00'`);

    const speech = await findSpeech('/a b/soundtrack.wav', 'vad.bin', SURE, {});

    expect(speech).toEqual([{ start: 0.32, end: 2.27 }]);
    expect(await readFile(join(programs.folder, 'arguments'), 'utf8')).toContain(
      '-f /a b/soundtrack.wav -vm vad.bin -vt 0.8 -t 1',
    );
  });

  it.each([
    ['exits with 0 and says nothing', 'exit 0', /listed 0 of an unknown number/],
    ['exits with 3', 'echo "failed to load the model" >&2; exit 3', /exit code 3: failed to load the model/],
    ['is killed', 'kill -9 $$', /ended by SIGKILL/],
  ])('fails where the program %s', async (_what, script, message) => {
    await fakeProgram(script);

    await expect(findSpeech('soundtrack.wav', 'vad.bin', LIKELY, {})).rejects.toMatchObject({
      name: 'EngineFailed',
      message: expect.stringMatching(message),
    });
  });

  it('is interrupted by its signal', async () => {
    await fakeProgram('exec sleep 60');
    const controller = new AbortController();

    const finding = findSpeech('soundtrack.wav', 'vad.bin', LIKELY, { signal: controller.signal });
    controller.abort();

    await expect(finding).rejects.toMatchObject({ name: 'AbortError' });
  });
});

describe('joinPieces', () => {
  it.each([
    ['moves each piece to its place', ['1-2 3-4', '5-6', ''], '1-2 3-4 125-126'],
    ['joins speech that goes on in the next piece', ['100-120', '0-5'], '100-125'],
    ['joins speech across a whole piece', ['100-120', '0-120', '0-5'], '100-245'],
    ['joins what the edge of a piece took a tenth of a second of', ['100-119.95', '0.05-5'], '100-125'],
    ['leaves a pause at the edge that is longer', ['100-119.9', '0.05-5'], '100-119.9 120.05-125'],
    ['joins what both pieces heard', ['100-120.3', '0-2'], '100-122'],
    ['finds nothing where nobody speaks', ['', ''], ''],
    ['finds nothing in no pieces', [], ''],
  ])('%s', (_what, pieces, expected) => {
    const joined = joinPieces(pieces.map(spans), 120);

    const rounded = joined.map(({ start, end }) => ({
      start: Number(start.toFixed(6)),
      end: Number(end.toFixed(6)),
    }));
    expect(rounded).toEqual(spans(expected));
  });
});
