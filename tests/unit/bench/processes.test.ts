import { describe, expect, it } from '@jest/globals';
import {
  below,
  parseChildren,
  parsePs,
  parsePss,
  parseStat,
  processesBelow,
} from '../../../tools/bench/processes.ts';

describe('parsePss', () => {
  it('reads the proportional share, not the total', () => {
    const rollup =
      '5571-7ffc ---p 00000000 00:00 0 [rollup]\nRss:   1816 kB\nPss:    250 kB\nPss_Dirty: 90 kB\n';
    expect(parsePss(rollup)).toBe(250 * 1_024);
  });

  it('returns nothing for a process that has ended', () => {
    expect(parsePss('')).toBe(0);
  });
});

describe('parseChildren', () => {
  it.each([
    ['', []],
    ['812 ', [812]],
    ['812 813 \n', [812, 813]],
  ])('reads %j', (text, children) => {
    expect(parseChildren(text)).toEqual(children);
  });
});

describe('parseStat', () => {
  it('adds user and system time, whatever the process is called', () => {
    expect(parseStat('812 (a) b) S 1 812 812 0 -1 4194304 100 0 0 0 250 30 0 0 20 0')).toBe(2.8);
  });

  it('returns nothing for a process that has ended', () => {
    expect(parseStat('')).toBe(0);
  });
});

describe('parsePs', () => {
  it('reads the name without its folder, including spaces', () => {
    expect(
      parsePs('  812   1  10 00:01:02 /usr/bin/whisper-cli\n  9  812 4 1:02.50 /Applications/My App\n\n'),
    ).toEqual([
      { pid: 812, parent: 1, name: 'whisper-cli', bytes: 10_240, cpuSeconds: 62 },
      { pid: 9, parent: 812, name: 'My App', bytes: 4_096, cpuSeconds: 62.5 },
    ]);
  });
});

describe('below', () => {
  it('finds children and grandchildren, and no others', () => {
    const all = parsePs(
      '1 0 1 0:00 init\n2 1 1 0:00 bash\n3 2 1 0:00 node\n4 3 1 0:00 whisper-cli\n5 1 1 0:00 other',
    );
    expect(below(2, all).map(({ pid }) => pid)).toEqual([3, 4]);
  });
});

describe('processesBelow', () => {
  it('finds no child here', () => {
    expect(processesBelow(process.pid, true).filter(({ name }) => name === 'whisper-cli')).toEqual([]);
  });
});
