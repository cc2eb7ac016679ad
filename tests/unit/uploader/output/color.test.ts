import { describe, expect, it } from '@jest/globals';
import { makePaint, wantsColor } from '../../../../services/uploader/output/color.ts';

describe('wantsColor', () => {
  it.each([
    ['a terminal', true, {}, true, true],
    ['a pipe', true, {}, false, false],
    ['--no-color', false, { FORCE_COLOR: '1' }, true, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, true, false],
    ['NO_COLOR and FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    ['an empty NO_COLOR', true, { NO_COLOR: '' }, true, true],
    ['FORCE_COLOR', true, { FORCE_COLOR: '1' }, false, true],
    ['FORCE_COLOR=0', true, { FORCE_COLOR: '0' }, true, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, true, false],
  ])('decides with %s', (_what, flag, environment, isTerminal, expected) => {
    expect(wantsColor(flag, environment, isTerminal)).toBe(expected);
  });
});

describe('makePaint', () => {
  it('colours text, or leaves it unchanged', () => {
    expect(makePaint(true).red('x')).toBe('\u001b[31mx\u001b[39m');
    expect(makePaint(false).red('x')).toBe('x');
  });
});
