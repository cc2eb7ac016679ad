import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Cue, toCues } from '../../../../services/shared/captions/cues.ts';
import { toSrt } from '../../../../services/shared/captions/srt.ts';
import { toTxt } from '../../../../services/shared/captions/txt.ts';
import { toVtt } from '../../../../services/shared/captions/vtt.ts';
import type { Word } from '../../../../services/shared/contracts/transcript.ts';
import { anyWords, spokenWords } from '../../transcriber/captions/arbitrary-words.ts';
import { readByPlayer, readByW3c } from '../../transcriber/captions/players.ts';

/** Compares times in whole milliseconds, because 1.08 - 1 is slightly more than 0.08. */
const ms = (time: number): number => Math.round(time * 1_000);

const squeezed = (text: string): string => text.replaceAll(/[\s\p{Cc}]/gu, '');
const textOf = (cues: Cue[]): string => squeezed(cues.flatMap(({ lines }) => lines).join(''));

const always = (words: fc.Arbitrary<Word[]>, check: (words: Word[], cues: Cue[]) => void): void =>
  fc.assert(
    fc.property(words, (given) => check(given, toCues(given))),
    { numRuns: 150 },
  );

describe('toCues of any words', () => {
  it('keeps every word once and in order', () => {
    always(anyWords, (words, cues) =>
      expect(textOf(cues)).toBe(squeezed(words.map(({ text }) => text).join(''))),
    );
  });

  it('keeps spoken words whole', () => {
    always(spokenWords, (words, cues) =>
      expect(cues.flatMap(({ lines }) => lines.flatMap((line) => line.split(' ')))).toEqual(
        words.map(({ text }) => text),
      ),
    );
  });

  it('shows one or two lines of at most 42 characters, none of them empty', () => {
    const plain = anyWords.map((words) => words.filter(({ text }) => /^[ -~]*$/.test(text)));

    always(plain, (_words, cues) => {
      for (const { lines } of cues) {
        expect([1, 2]).toContain(lines.length);
        for (const line of lines) expect(line).toMatch(/^\S(.{0,40}\S)?$/);
      }
    });
  });

  it('counts a full-width character as two', () => {
    const chinese = anyWords.map((words) => words.map((word) => ({ ...word, text: '机器学习，' })));

    always(chinese, (_words, cues) => {
      for (const line of cues.flatMap(({ lines }) => lines)) expect(line).toMatch(/^\S{1,21}$/);
    });
  });

  it('shows a cue for half a second to seven seconds, two frames after the previous one', () => {
    always(anyWords, (_words, cues) => {
      for (const [index, { start, end }] of cues.entries()) {
        expect(ms(end) - ms(start)).toBeGreaterThanOrEqual(500);
        expect(ms(end) - ms(start)).toBeLessThanOrEqual(7_000);
        expect(ms(cues[index + 1]?.start ?? Number.POSITIVE_INFINITY) - ms(end)).toBeGreaterThanOrEqual(80);
      }
    });
  });

  it('returns whole milliseconds', () => {
    always(anyWords, (_words, cues) => {
      for (const { start, end } of cues) expect([start, end]).toEqual([ms(start) / 1_000, ms(end) / 1_000]);
    });
  });
});

describe('toCues of spoken words', () => {
  it('starts a cue with its first word and keeps it until its last word is said', () => {
    always(spokenWords, (words, cues) => {
      let first = 0;
      for (const [index, { start, end, lines }] of cues.entries()) {
        const last = first + lines.join(' ').split(' ').length - 1;
        const latest = (cues[index + 1]?.start ?? Number.POSITIVE_INFINITY) - 0.08;
        const said = ms(words[first]?.start ?? 0) / 1_000;
        // If more is said than can be read, the previous cue keeps its second, and this one waits.
        const free = (cues[index - 1]?.start ?? Number.NEGATIVE_INFINITY) + 1.08;
        expect(start).toBeGreaterThanOrEqual(said);
        expect(ms(start)).toBeLessThanOrEqual(ms(Math.max(said, free)));
        expect(ms(end)).toBeGreaterThanOrEqual(ms(Math.min(words[last]?.end ?? 0, latest, start + 7)));
        first = last + 1;
      }
    });
  });

  it('leaves enough time to read 20 characters per second, but ends half a second after the last word', () => {
    always(spokenWords, (words, cues) => {
      let first = 0;
      for (const [index, { start, end, lines }] of cues.entries()) {
        const text = lines.join(' ');
        const last = words[first + text.split(' ').length - 1]?.end ?? 0;
        const wanted = start + text.length / 20;
        const latest = (cues[index + 1]?.start ?? Number.POSITIVE_INFINITY) - 0.08;
        const isPunctual = start === words[first]?.start;
        const flicker = latest - 0.5;
        expect(ms(end)).toBeGreaterThanOrEqual(ms(Math.min(wanted, latest, last + 0.5, flicker)) - 1);
        if (isPunctual)
          expect(ms(end)).toBeLessThanOrEqual(ms(Math.max(last, Math.min(last + 0.5, start + 7))) + 1);
        first += text.split(' ').length;
      }
    });
  });
});

describe('the files of any words', () => {
  it('are read as the same cues from SRT by a player', async () => {
    await fc.assert(
      fc.asyncProperty(anyWords, async (words) => {
        const cues = toCues(words);

        const read = await readByPlayer(toSrt(cues), 'srt');

        expect(read).toEqual(
          cues.map((cue) => ({ ...cue, lines: cue.lines.map((line) => line.replaceAll('-->', '→')) })),
        );
      }),
    );
  });

  it("are read as the same cues from VTT by W3C's validator, without a fault", () => {
    always(anyWords, (_words, cues) => expect(readByW3c(toVtt(cues))).toEqual({ cues, faults: [] }));
  });

  it('contain every word once and in order in the text, without empty paragraphs', () => {
    always(anyWords, (words) => {
      const text = toTxt(words);

      expect(squeezed(text)).toBe(squeezed(words.map((word) => word.text).join('')));
    });
  });
});
