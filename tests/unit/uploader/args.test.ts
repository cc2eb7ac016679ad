import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../services/shared/errors.ts';
import { parseArgs } from '../../../services/uploader/args.ts';

const parse = (...argv: string[]) => parseArgs(argv, '1.2.3');

const failureOf = (...argv: string[]): unknown => {
  try {
    return parse(...argv);
  } catch (error) {
    return error;
  }
};

const defaults = {
  dir: 'my-course',
  anyLayout: false,
  local: false,
  wait: false,
  out: 'transcripts',
  dryRun: false,
  wanted: {},
};

describe('parseArgs', () => {
  it('needs a folder only', () => {
    expect(parse('my-course')).toEqual(defaults);
  });

  it.each([
    ['--local', ['--local'], { local: true }],
    ['--stack', ['--stack', 'transcribe'], { stack: 'transcribe' }],
    ['--stack=', ['--stack=transcribe'], { stack: 'transcribe' }],
    ['--wait', ['--wait'], { wait: true }],
    ['--out', ['--out', 'my texts'], { out: 'my texts' }],
    ['--any-layout', ['--any-layout'], { anyLayout: true }],
    ['--dry-run', ['--dry-run'], { dryRun: true }],
    ['--quality fast', ['--quality', 'fast'], { wanted: { quality: 'fast' } }],
    ['--quality balanced', ['--quality', 'balanced'], { wanted: { quality: 'balanced' } }],
    ['--quality best', ['--quality', 'best'], { wanted: { quality: 'best' } }],
    ['--language', ['--language', 'de'], { wanted: { language: 'de' } }],
    ['--language auto', ['--language=auto'], { wanted: { language: 'auto' } }],
    ['--translate', ['--translate'], { wanted: { translate: true } }],
    ['--prompt', ['--prompt', 'Ana Müller, etcd'], { wanted: { prompt: 'Ana Müller, etcd' } }],
    ['a prompt like an option', ['--prompt=--etcd'], { wanted: { prompt: '--etcd' } }],
    ['--audio-track', ['--audio-track', '2'], { wanted: { audioTrack: 2 } }],
    ['--strict', ['--strict'], { wanted: { minCoverage: 0.95 } }],
    ['--model', ['--local', '--model', 'small-q8_0'], { local: true, model: 'small-q8_0' }],
    ['--jobs', ['--local', '--jobs', '3'], { local: true, jobs: 3 }],
    ['-j', ['--local', '-j', '3'], { local: true, jobs: 3 }],
    ['-j3', ['--local', '-j3'], { local: true, jobs: 3 }],
    [
      'all that can be wanted',
      [...'--quality best --language ja --translate --prompt etcd --audio-track 1 --strict'.split(' ')],
      {
        wanted: {
          quality: 'best',
          language: 'ja',
          translate: true,
          prompt: 'etcd',
          audioTrack: 1,
          minCoverage: 0.95,
        },
      },
    ],
  ])('takes %s before and after the folder', (_flag, argv, changed) => {
    const [before, after] = [parse(...argv, 'my-course'), parse('my-course', ...argv)];

    expect(before).toEqual({ ...defaults, ...changed });
    expect(after).toEqual(before);
  });

  it('takes a folder that looks like an option after --', () => {
    expect(parse('--local', '--', '--my course')).toEqual({ ...defaults, local: true, dir: '--my course' });
  });

  it.each([
    ['no folder', [], /missing required argument 'dir'/],
    ['two folders', ['a', 'b'], /too many arguments/],
    ['an unknown option', ['a', '--frobnicate'], /unknown option '--frobnicate'/],
    ['a misspelt option', ['a', '--locl'], /Did you mean --local/],
    ['an option without its value', ['a', '--stack'], /'--stack <name>' argument missing/],
    ['an empty stack', ['a', '--stack', ''], /must not be empty/],
    ['an empty folder for the transcripts', ['a', '--out='], /must not be empty/],
    ['an unknown quality', ['a', '--quality', 'perfect'], /'perfect' is invalid.*fast, balanced, best/],
    ['a quality without its level', ['a', '--quality'], /'--quality <level>' argument missing/],
    ['an empty language', ['a', '--language='], /must not be empty/],
    ['an empty prompt', ['a', '--prompt', ''], /must not be empty/],
    ['an empty model', ['a', '--local', '--model='], /must not be empty/],
    ['a soundtrack before the first', ['a', '--audio-track', '0'], /whole number from 1/],
    ['a soundtrack of a negative number', ['a', '--audio-track=-1'], /whole number from 1/],
    ['half a soundtrack', ['a', '--audio-track', '1.5'], /whole number from 1/],
    ['a soundtrack by its language', ['a', '--audio-track', 'eng'], /whole number from 1/],
    ['a soundtrack in another notation', ['a', '--audio-track', '1e1'], /whole number from 1/],
    ['no jobs at all', ['a', '--local', '-j', '0'], /whole number from 1/],
    ['more jobs than any machine has', ['a', '--local', '-j', '10000'], /whole number from 1/],
    ['jobs that are no number', ['a', '--local', '--jobs', 'many'], /whole number from 1/],
  ])('refuses %s and says where to look', (_what, argv, message) => {
    const failure = failureOf(...argv);

    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: expect.stringMatching(message) });
    expect(failure).toMatchObject({ message: expect.stringMatching(/See uploader --help\.$/) });
    expect(failure).not.toMatchObject({ message: expect.stringMatching(/^error/) });
  });

  it('refuses to transcribe in two places', () => {
    const failure = failureOf('a', '--local', '--stack', 'transcribe');

    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: expect.stringContaining('--local and --stack') });
  });

  it.each([
    ['--model', ['--model', 'small']],
    ['--model', ['--stack', 'transcribe', '--model', 'small']],
    ['--jobs', ['-j', '2']],
    ['--jobs', ['--stack', 'transcribe', '--jobs', '2']],
  ])('refuses %s where it transcribes elsewhere (%j), and says what decides there', (flag, argv) => {
    const failure = failureOf('a', ...argv);

    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: expect.stringContaining(`${flag} is for --local`) });
    expect(failure).toMatchObject({
      message: expect.stringMatching(/WhisperModel.*TranscriberMemory/),
    });
  });
});
