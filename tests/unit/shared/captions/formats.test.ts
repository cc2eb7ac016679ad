import { describe, expect, it } from '@jest/globals';
import type { Cue } from '../../../../services/shared/captions/cues.ts';
import { toSrt } from '../../../../services/shared/captions/srt.ts';
import { toVtt } from '../../../../services/shared/captions/vtt.ts';
import { readByFfmpeg, readByPlayer, readByW3c } from '../../transcriber/captions/players.ts';

const cues = [
  { start: 0.32, end: 2.1, lines: ['And so, my fellow Americans,'] },
  { start: 3_599.9996, end: 360_000, lines: ['Is 1 < 2 & 2 > 1?', '“Naïve” – 日本 👋'] },
];

describe('toSrt', () => {
  it('numbers the cues, with commas in the times and the text unchanged', () => {
    expect(toSrt(cues)).toMatchInlineSnapshot(`
"1
00:00:00,320 --> 00:00:02,100
And so, my fellow Americans,

2
01:00:00,000 --> 100:00:00,000
Is 1 < 2 & 2 > 1?
“Naïve” – 日本 👋
"
`);
  });

  it('is empty without cues', () => {
    expect(toSrt([])).toBe('');
  });

  it('has no arrow in the text, because players would take the line for times', () => {
    const srt = toSrt([{ start: 0, end: 1, lines: ['a --> b', '00:00:05,000 --> 00:00:06,000'] }]);

    expect(srt).toBe('1\n00:00:00,000 --> 00:00:01,000\na → b\n00:00:05,000 → 00:00:06,000\n');
  });
});

describe('toVtt', () => {
  it('begins with its name, and has points in the times and escaped markup', () => {
    expect(toVtt(cues)).toMatchInlineSnapshot(`
"WEBVTT

00:00:00.320 --> 00:00:02.100
And so, my fellow Americans,

01:00:00.000 --> 100:00:00.000
Is 1 &lt; 2 &amp; 2 &gt; 1?
“Naïve” – 日本 👋
"
`);
  });

  it('is only its name without cues', () => {
    expect(toVtt([])).toBe('WEBVTT\n');
  });

  it.each([
    ['&', '&amp;'],
    ['<b>', '&lt;b&gt;'],
    ['&lt;', '&amp;lt;'],
    ['-->', '--&gt;'],
  ])('escapes %s as %s', (text, escaped) => {
    const vtt = toVtt([{ start: 0, end: 1, lines: [text] }]);

    expect(vtt).toBe(`WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n${escaped}\n`);
  });
});

describe('players', () => {
  const odd: Cue[] = [
    { start: 0, end: 1, lines: ['1984'] },
    { start: 1.08, end: 2.001, lines: ['7', 'NOTE: “naïve” – 日本 👋'] },
    { start: 3_599.999, end: 3_605, lines: ['مرحبا، يا عالم', 'שלום.'] },
    { start: 359_998, end: 359_999.999, lines: ['WEBVTT', 'Is 1 < 2 & 2 > 1?'] },
  ];

  it('read the cues from SRT', async () => {
    expect(await readByPlayer(toSrt(odd), 'srt')).toEqual(odd);
  });

  it("read the cues from VTT, and W3C's validator finds no fault", () => {
    expect(readByW3c(toVtt(odd))).toEqual({ cues: odd, faults: [] });
  });

  it('find no fault in a VTT file without cues', async () => {
    expect(readByW3c(toVtt([]))).toEqual({ cues: [], faults: [] });
    expect(await readByPlayer(toVtt([]), 'vtt')).toEqual([]);
  });

  it.each([
    ['srt', toSrt(odd)],
    ['webvtt', toVtt(odd)],
  ] as const)('made with ffmpeg read the cues from %s', (format, text) => {
    expect(readByFfmpeg(text, format).trim()).toBe(toSrt(odd).trim());
  });
});
