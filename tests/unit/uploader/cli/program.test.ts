import { describe, expect, it } from '@jest/globals';
import { UserError } from '../../../../services/shared/contracts/errors.ts';
import { parseArgs } from '../../../../services/uploader/cli/program.ts';
import { anError } from '../../../fixtures/an-error.ts';

const parse = (...argv: string[]) => {
  const { act: _act, ...call } = { act: undefined, ...parseArgs(argv, '1.2.3') };
  return call;
};

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
  checksum: false,
  color: true,
  dryRun: false,
  estimate: false,
  exclude: [],
  include: [],
  json: false,
  local: false,
  out: 'transcripts',
  overwrite: false,
  page: true,
  prefix: '',
  quiet: false,
  verbose: false,
  wait: false,
  wanted: {},
  wholeVideo: false,
};

const transcribe = (changed: object) => ({ command: 'transcribe', options: { ...defaults, ...changed } });

describe('parseArgs', () => {
  it('needs only a folder', () => {
    expect(parse('my-course')).toEqual(transcribe({}));
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
    ['--jobs', ['--jobs', '3'], { jobs: 3 }],
    ['-j', ['-j', '3'], { jobs: 3 }],
    ['-j3', ['--local', '-j3'], { local: true, jobs: 3 }],
    ['--profile', ['--profile', 'school'], { profile: 'school' }],
    ['--region', ['--region=eu-west-1'], { region: 'eu-west-1' }],
    ['--include', ['--include', 'week1/**'], { include: ['week1/**'] }],
    [
      '--exclude twice',
      ['--exclude', 'a', '--exclude=b', '--include', 'c'],
      { exclude: ['a', 'b'], include: ['c'] },
    ],
    ['--prefix', ['--prefix', '2026/biology'], { prefix: '2026/biology/' }],
    ['--prefix with its slash', ['--prefix', '2026/biology/'], { prefix: '2026/biology/' }],
    ['--whole-video', ['--whole-video'], { wholeVideo: true }],
    ['--checksum', ['--checksum'], { checksum: true }],
    ['--bandwidth', ['--bandwidth', '50M'], { bandwidth: 50_000_000 }],
    ['--estimate', ['--estimate'], { estimate: true }],
    ['--json', ['--json'], { json: true }],
    ['--quiet', ['--quiet'], { quiet: true }],
    ['--verbose', ['--verbose'], { verbose: true }],
    ['-v', ['-v'], { verbose: true }],
    ['--no-color', ['--no-color'], { color: false }],
    [
      'all options of a transcript',
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
  ])('accepts %s before and after the folder', (_flag, argv, changed) => {
    const [before, after] = [parse(...argv, 'my-course'), parse('my-course', ...argv)];

    expect(before).toEqual(transcribe(changed));
    expect(after).toEqual(before);
  });

  it('accepts a value that looks like an option after =', () => {
    expect(parse('my-course', '--prompt=--local')).toEqual(transcribe({ wanted: { prompt: '--local' } }));
  });

  it('accepts a folder that looks like an option after --', () => {
    expect(parse('--local', '--', '--my course')).toEqual(transcribe({ local: true, dir: '--my course' }));
  });

  it.each([
    ['no folder', ['--local'], /^Which course\? Pass its folder/],
    ['two folders', ['a', 'b'], /too many arguments.*A name with spaces, or a pattern with \*, needs quotes/],
    ['a misspelt command', ['wach', 'a-run'], /^There is no command wach\. Did you mean uploader watch\?/],
    ['a misspelt command after flags', ['--stack', 'x', 'fetc', 'a-run'], /Did you mean uploader fetch\?/],
    [
      'a misspelt command with its flag',
      ['staus', '--all'],
      /unknown option.*Did you mean uploader status\?/,
    ],
    ['help as a command', ['help', 'watch'], /Did you mean uploader --help\?/],
    ['an empty glob', ['a', '--exclude', ''], /must not be empty/],
    ['a bandwidth that is not a number', ['a', '--bandwidth', 'fast'], /bytes per second, like/],
    ['an unknown unit', ['a', '--bandwidth', '5T'], /bytes per second, like/],
    ['a bandwidth of 0', ['a', '--bandwidth', '0'], /at least 10k/],
    ['a bandwidth that is too low', ['a', '--bandwidth=9999'], /at least 10k/],
    ['an unknown option', ['a', '--frobnicate'], /unknown option '--frobnicate'/],
    ['a misspelt option', ['a', '--locl'], /Did you mean --local/],
    ['an option without its value', ['a', '--stack'], /^--stack needs a value: --stack <name>\./],
    ['an empty stack', ['a', '--stack', ''], /must not be empty/],
    ['an empty folder for the transcripts', ['a', '--out='], /must not be empty/],
    ['an unknown quality', ['a', '--quality', 'perfect'], /'perfect' is invalid.*fast, balanced, best/],
    ['a quality without its level', ['a', '--quality'], /^--quality needs a value: fast, balanced or best\./],
    [
      'an option followed by another instead of its value',
      ['a', '--quality', '--out', 'x'],
      /^--quality needs a value: fast,/,
    ],
    [
      'a short option without its value',
      ['a', '--local', '-j', '--redo'],
      /^-j needs a value: -j, --jobs <n>\./,
    ],
    ['an option without its value before --help', ['a', '--out', '--help'], /^--out needs a value/],
    ['an empty language', ['a', '--language='], /must not be empty/],
    ['an empty prompt', ['a', '--prompt', ''], /must not be empty/],
    ['an empty model', ['a', '--local', '--model='], /must not be empty/],
    ['audio track 0', ['a', '--audio-track', '0'], /whole number from 1/],
    ['a negative audio track', ['a', '--audio-track=-1'], /whole number from 1/],
    ['a fractional audio track', ['a', '--audio-track', '1.5'], /whole number from 1/],
    ['a language as the audio track', ['a', '--audio-track', 'eng'], /whole number from 1/],
    ['an audio track in another notation', ['a', '--audio-track', '1e1'], /whole number from 1/],
    ['0 jobs', ['a', '--local', '-j', '0'], /whole number from 1/],
    ['more jobs than any machine can run', ['a', '--local', '-j', '10000'], /whole number from 1/],
    ['a number of jobs that is not a number', ['a', '--local', '--jobs', 'many'], /whole number from 1/],
  ])('refuses %s and says where to read more', (_what, argv, message) => {
    const failure = failureOf(...argv);

    expect(failure).toBeInstanceOf(UserError);
    expect(failure).toMatchObject({ message: expect.stringMatching(message) });
    expect(failure).toMatchObject({ message: expect.stringMatching(/See uploader --help\.$/) });
    expect(failure).not.toMatchObject({ message: expect.stringMatching(/^error/) });
  });

  it.each([
    ['--stack', 'transcribe', '--local and --stack cannot be used together: choose where to transcribe.'],
    ['--profile', 'school', '--local uses no AWS account: remove --profile.'],
    ['--region', 'eu-west-1', '--local uses no AWS account: remove --region.'],
    ['--bandwidth', '5M', '--local sends nothing over the network: remove --bandwidth.'],
  ])('refuses %s with --local', (flag, value, message) => {
    expect(failureOf('a', '--local', flag, value)).toMatchObject({ name: 'UserError', message });
  });

  it('accepts --wait with --local, although it changes nothing', () => {
    expect(parse('a', '--local', '--wait')).toMatchObject({ options: { local: true, wait: true } });
  });

  it.each([[['--model', 'small']], [['--stack', 'transcribe', '--model', 'small']]])(
    'refuses %j without --local, and says how to choose the model of a stack',
    (argv) => {
      expect(failureOf('a', ...argv)).toEqual(
        anError('UserError', /^--model works only with --local.*WhisperModel/),
      );
    },
  );

  it('refuses --quiet with --verbose', () => {
    expect(failureOf('a', '--quiet', '-v')).toMatchObject({
      message: '--quiet and --verbose cannot be used together.',
    });
  });

  it.each([
    ['500k', 500_000],
    ['50M', 50_000_000],
    ['1.5MB/s', 1_500_000],
    ['1g', 1_000_000_000],
    ['50Mbit', 6_250_000],
    ['50Mbit/s', 6_250_000],
    ['123456', 123_456],
  ])('reads %s as %i bytes per second', (text, bytes) => {
    expect(parse('my-course', '--bandwidth', text)).toEqual(transcribe({ bandwidth: bytes }));
  });
});

describe('parseArgs for the run commands', () => {
  const common = { color: true, json: false, quiet: false, verbose: false };
  const status = (changed: object = {}) => ({
    command: 'status',
    options: { ...common, all: false, ...changed },
  });

  it('parses status', () => {
    expect(parse('status', '--stack', 'transcribe')).toEqual(status({ stack: 'transcribe' }));
  });

  it.each(['watch', 'retry', 'cancel'])('parses the run of %s', (command) => {
    expect(parse(command, 'a-run', '--json')).toEqual({
      command,
      options: { ...common, run: 'a-run', json: true },
    });
  });

  it('parses the folder of fetch', () => {
    expect(parse('fetch', 'a-run', '--out', 'texts')).toEqual({
      command: 'fetch',
      options: { ...common, run: 'a-run', out: 'texts', overwrite: false, page: true },
    });
  });

  it('accepts flags before the command, too', () => {
    expect(parse('--json', '--stack', 'transcribe', 'status', 'a-run', '--all')).toEqual(
      status({ json: true, stack: 'transcribe', all: true, run: 'a-run' }),
    );
  });

  it('accepts a folder with the name of a command', () => {
    expect(parse('./status')).toMatchObject({ command: 'transcribe', options: { dir: './status' } });
    expect(parse('--local', './watch')).toMatchObject({ options: { dir: './watch', local: true } });
  });

  it.each([
    ['no run', ['watch'], /^Which run\? Pass its id/],
    ['two runs', ['cancel', 'a', 'b'], /too many arguments[^A]*See/],
    ['a flag of another command', ['watch', 'a', '--wait'], /unknown option '--wait'/],
    [
      'a flag of another command before the command',
      ['--wait', 'watch', 'a'],
      /^--wait cannot be used with watch/,
    ],
    ['--local', ['status', '--local'], /uploader status needs a stack/],
    ['--local before the command', ['--local', 'status'], /uploader status needs a stack/],
    ['--quiet with --verbose', ['status', '--quiet', '--verbose'], /cannot be used together/],
  ])('refuses %s', (_what, argv, message) => {
    expect(failureOf(...argv)).toEqual(anError('UserError', message));
  });
});
