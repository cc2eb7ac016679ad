import { describe, expect, it } from '@jest/globals';
import { toSrt } from '../../../../services/transcriber/captions/srt.ts';
import { toVtt } from '../../../../services/transcriber/captions/vtt.ts';

const cues = [
  { start: 0.32, end: 2.1, lines: ['And so, my fellow Americans,'] },
  { start: 3_599.9996, end: 360_000, lines: ['Is 1 < 2 & 2 > 1?', '“Naïve” – 日本 👋'] },
];

describe('toSrt', () => {
  it('numbers the cues, with a comma in their times and the text as it is', () => {
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
});

describe('toVtt', () => {
  it('begins with its name, with a point in the times and the markup escaped', () => {
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

  it('is its name alone without cues', () => {
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
