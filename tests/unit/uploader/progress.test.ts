import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';

const spinner = {
  text: '',
  isSpinning: false,
  start: jest.fn(() => {
    spinner.isSpinning = true;
  }),
  succeed: jest.fn(),
  stop: jest.fn(),
};

// ora has modules that jest cannot load, and its own tests; what matters here is what it is told.
jest.mock('ora', () => ({ __esModule: true, default: () => spinner }));
const progressModule = import('../../../services/uploader/progress.ts');

describe('makeProgress', () => {
  const { isTTY, columns } = process.stderr;
  let lines: string[];

  beforeEach(() => {
    lines = [];
    jest.useFakeTimers();
    jest.clearAllMocks();
    spinner.isSpinning = false;
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => lines.push(String(text)) > 0);
  });
  afterEach(() => {
    process.stderr.isTTY = isTTY;
    process.stderr.columns = columns;
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const open = async (terminal: boolean, width = 80) => {
    const { makeProgress } = await progressModule;
    process.stderr.isTTY = terminal;
    process.stderr.columns = width;
    return makeProgress(process.stderr);
  };

  describe('in a pipe', () => {
    it('writes the first line at once, and others every five seconds', async () => {
      const progress = await open(false);

      for (let second = 0; second <= 11; second += 1) {
        progress.update(`second ${second}`);
        jest.advanceTimersByTime(1_000);
      }

      expect(lines).toEqual(['second 0\n', 'second 6\n']);
    });

    it('does not repeat a line', async () => {
      const progress = await open(false);

      for (let minute = 0; minute < 3; minute += 1) {
        progress.update('the same');
        jest.advanceTimersByTime(60_000);
      }

      expect(lines).toEqual(['the same\n']);
    });

    it('writes the end of a phase at once, and the beginning of the next', async () => {
      const progress = await open(false);

      progress.update('sending');
      progress.done('sent');
      progress.update('transcribing');
      progress.done('transcribed');

      expect(lines).toEqual(['sending\n', 'sent\n', 'transcribing\n', 'transcribed\n']);
    });
  });

  it('writes plain lines on a terminal without a width, which ora would clear for ever', async () => {
    const progress = await open(true, 0);

    progress.update('sending');

    expect(lines).toEqual(['sending\n']);
    expect(spinner.start).not.toHaveBeenCalled();
  });

  describe('on a terminal', () => {
    it('changes the text of one spinner', async () => {
      const progress = await open(true);

      progress.update('one');
      progress.update('two');

      expect(spinner.text).toBe('two');
      expect(spinner.start).toHaveBeenCalledTimes(1);
      expect(lines).toEqual([]);
    });

    it('ends a phase with a mark, and stops when it is cleared', async () => {
      const progress = await open(true);

      progress.done('sent');
      progress.clear();

      expect(spinner.succeed).toHaveBeenCalledWith('sent');
      expect(spinner.stop).toHaveBeenCalledTimes(1);
    });
  });
});
