import { describe, expect, it } from '@jest/globals';
import { makeLog } from '../../../../services/shared/media/log.ts';

const conversion = (from: string, to: string) =>
  `[auto_aresample_0 @ 0x55f] [verbose] ${from} fmt:fltp r:48000Hz -> ${to} fmt:s16 r:16000Hz\n`;

const logOf = (...pieces: string[]) => {
  const log = makeLog();
  for (const piece of pieces) log.take(piece);
  return log;
};

describe('makeLog', () => {
  it.each([
    ['nothing', '', undefined],
    ['what stays as it is', conversion('ch:1 chl:mono', 'ch:1 chl:mono'), undefined],
    ['mono in the middle of stereo', conversion('ch:1 chl:mono', 'ch:2 chl:stereo'), undefined],
    ['mono in the middle of 5.1', conversion('ch:1 chl:mono', 'ch:6 chl:5.1(side)'), '5.1(side)'],
    ['mono in nine channels without a name', conversion('ch:1 chl:mono', 'ch:9 chl:9 channels'), undefined],
    ['stereo in the middle of mono', conversion('ch:2 chl:stereo', 'ch:1 chl:mono'), 'stereo'],
    ['a layout with brackets', conversion('ch:6 chl:5.1(side)', 'ch:2 chl:stereo'), '5.1(side)'],
    [
      'a title that quotes a conversion',
      `[info]     title           : x ${conversion('ch:2 chl:stereo', 'ch:1 chl:mono')}`,
      undefined,
    ],
    ['a layout without a centre', conversion('ch:4 chl:quad', 'ch:1 chl:mono'), 'quad'],
    ['a layout without a name', conversion('ch:9 chl:9 channels', 'ch:1 chl:mono'), undefined],
    ['a layout that names a filter', conversion('ch:9 chl:mono,volume=9', 'ch:1 chl:mono'), undefined],
    [
      'the largest of several',
      conversion('ch:6 chl:5.1', 'ch:1 chl:mono') + conversion('ch:2 chl:stereo', 'ch:1 chl:mono'),
      '5.1',
    ],
  ])('finds the layout for: %s', (_what, text, layout) => {
    expect(logOf(text).widestLayout()).toBe(layout);
  });

  it('reads lines that come in pieces', () => {
    const line = conversion('ch:2 chl:stereo', 'ch:1 chl:mono');

    expect(logOf(line.slice(0, 60), line.slice(60)).widestLayout()).toBe('stereo');
  });

  it('reads lines of megabytes, however hostile', () => {
    const line = '[a @ '.repeat(200_000);
    const pieces = Array.from({ length: 20_000 }, () => 'x'.repeat(1_000));

    expect(logOf(line, '\n', ...pieces, '\n[error] moov atom not found\n').complaints()).toBe(
      'moov atom not found',
    );
  });

  it('keeps complaints, and nothing else', () => {
    const log = logOf(
      '[info] Input #0, mov, from "error.mp4":\n[mov @ 0x5] [error] partial file\n    Last message repeated 3 times\n',
      '[aist#0:1/aac @ 0x7] [dec:aac @ 0x8] [error] Bad data\n[fatal] Conversion failed!\n[verbose] Statistics\n',
    );

    expect(log.complaints()).toBe(
      '[mov @ 0x5] partial file\n[aist#0:1/aac @ 0x7] [dec:aac @ 0x8] Bad data\nConversion failed!',
    );
  });

  it.each([
    ['[mov,mp4 @ 0x5] [error] stream 0, offset 0xe: partial file\n', true],
    ['[matroska,webm @ 0x5] [error] File ended prematurely at pos. 3 (0x3)\n', true],
    ['[mp3 @ 0x5] [warning] filesize and duration do not match (growing file?)\n', true],
    ['[info]     title           : partial file\n', false],
    ['[aac @ 0x5] [error] Prediction is not allowed\n', false],
  ])('knows from %s whether the file is cut off', (line, isCutOff) => {
    const others = Array.from({ length: 3_000 }, (_, index) => `[error] packet ${index}\n`);

    expect(logOf(line, ...others).isCutOff()).toBe(isCutOff);
  });

  it('keeps the last complaints of very many', () => {
    const many = Array.from({ length: 3_000 }, (_, index) => `[error] packet ${index}\n`);

    expect(logOf(...many).complaints()).toMatch(/^packet 2000\npacket 2001\n/);
  });
});
