import { describe, expect, it } from '@jest/globals';
import { chooseEngineContenders } from '../../../tools/bench/contenders.ts';
import { parseBenchOptions } from '../../../tools/bench/options.ts';

describe('parseOptions', () => {
  it('compares the seed and the default by default', () => {
    expect(parseBenchOptions([])).toEqual({
      minutes: 15,
      rounds: 3,
      contenders: ['seed', 'balanced'],
      workers: [],
    });
  });

  it('accepts lists', () => {
    expect(parseBenchOptions(['--contenders', 'fast,best', '--workers', '1,2,4'])).toMatchObject({
      contenders: ['fast', 'best'],
      workers: [1, 2, 4],
    });
  });

  it('accepts a recording with its words', () => {
    expect(parseBenchOptions(['--lecture', 'a.mp4', '--words', 'a.txt'])).toMatchObject({
      recording: { lecture: 'a.mp4', words: 'a.txt' },
    });
  });

  it.each([
    ['no number', ['--minutes', 'many'], /--minutes must be a number above 0/],
    ['no rounds', ['--rounds', '0'], /--rounds/],
    ['zero workers', ['--workers', '1,0'], /--workers/],
    ['a Python without a model', ['--python', 'python3'], /--python and --ct2 go together/],
    ['words without a recording', ['--words', 'a.txt'], /go together/],
  ])('refuses %s', (_, args, message) => {
    expect(() => parseBenchOptions(args)).toThrow(message);
  });
});

describe('chooseContenders', () => {
  it('makes one for each name and number of workers', () => {
    const names = chooseEngineContenders({ contenders: ['seed', 'fast'], workers: [1, 2] }).map(
      ({ name }) => name,
    );
    expect(names).toEqual(['seed', 'fast', 'balanced, --jobs 1', 'balanced, --jobs 2']);
  });

  it('refuses an unknown name', () => {
    expect(() => chooseEngineContenders({ contenders: ['quick'], workers: [] })).toThrow(
      /there are seed, faster-whisper, balanced, fast, best/,
    );
  });
});
