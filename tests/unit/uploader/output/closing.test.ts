import { describe, expect, it } from '@jest/globals';
import {
  correctedLines,
  failedLines,
  summaryLines,
  transcriptLines,
} from '../../../../services/uploader/output/closing.ts';
import { makePaint } from '../../../../services/uploader/output/color.ts';
import { aSummary, aTranscript } from './events.ts';

const paint = makePaint(false);

describe('transcriptLines', () => {
  const gaps = (count: number) =>
    Array.from({ length: count }, (_, index) => ({ start: 60 * index, end: 60 * index + 5.4 }));

  it('show its path and first words', () => {
    expect(transcriptLines(aTranscript(), paint)).toEqual(['transcripts/a.txt', '    And so']);
  });

  it.each([
    ['one stretch', gaps(1), ['00:00:00 to 00:00:05']],
    ['five stretches', gaps(5), ['0:05', '1:05', '2:05', '3:05', '00:04:00 to 00:04:05']],
    ['six stretches', gaps(6), ['00:04:00 to 00:04:05', '1 more in the json']],
    ['many stretches', gaps(105), ['00:04:00 to 00:04:05', '100 more in the json']],
    ['a stretch after hours', [{ start: 3_754.2, end: 36_000 }], ['01:02:34 to 10:00:00']],
  ])('list %s of speech without words', (_what, stretches, expected) => {
    const lines = transcriptLines(aTranscript({ gaps: stretches }), paint);

    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/^ {4}speech without words: /);
    for (const words of expected) expect(lines[2]).toContain(words);
    expect(lines[2]?.split(', ')).toHaveLength(Math.min(stretches.length, 6));
    expect(lines[2]?.includes('more')).toBe(stretches.length > 5);
  });

  it.each([
    [0.04, 'its last 1 s'],
    [12, 'its last 12 s'],
    [12.1, 'its last 13 s'],
  ])('mark a transcript that lacks %d s as incomplete', (lostSeconds, words) => {
    const lines = transcriptLines(aTranscript({ lostSeconds }), paint);

    expect(lines).toHaveLength(3);
    expect(lines[2]).toMatch(/^ {4}INCOMPLETE: /);
    expect(lines[2]).toContain(words);
  });

  it('mention both gaps and a missing end', () => {
    const lines = transcriptLines(aTranscript({ gaps: gaps(2), lostSeconds: 9 }), paint);

    expect(lines.map((line) => line.slice(0, 20))).toEqual([
      'transcripts/a.txt',
      '    And so',
      '    speech without w',
      '    INCOMPLETE: the ',
    ]);
  });
});

describe('transcriptLines for unusual sound', () => {
  it('say that nothing was heard, why, and that the video is kept', () => {
    const nothingHeard = 'audio track 1 (mono) is silent';
    const lines = transcriptLines(aTranscript({ firstWords: '(nobody speaks)', nothingHeard }), paint);

    expect(lines).toEqual([
      'transcripts/a.txt',
      '    NOTHING HEARD: audio track 1 (mono) is silent; the video is kept',
    ]);
  });

  it('say which audio track was transcribed', () => {
    const lines = transcriptLines(aTranscript({ remark: 'audio track 2 was used' }), paint);

    expect(lines).toEqual(['transcripts/a.txt', '    And so', '    audio track 2 was used']);
  });

  it('come with a count in the summary', () => {
    expect(summaryLines(aSummary({ nothingHeard: 2 }))[0]).toContain(', nothing heard in 2, ');
  });
});

describe('transcriptLines for language and speech detection', () => {
  const doubted = (fields: object) => ({ model: 'tiny.en-q8_0', duration: 720, ...fields });
  const other = (start: number, language: string) => ({ start, end: start + 8, language });

  it.each([
    ['the detected language', 'de', undefined, ['language: German']],
    ['no language if it was given', undefined, undefined, []],
    [
      'an intro in another language',
      'de',
      doubted({ otherLanguages: [other(0, 'en')] }),
      ['language: German; also heard: English at 00:00:00, transcribed as if it were German'],
    ],
    [
      'two other languages',
      'de',
      doubted({ otherLanguages: [other(0, 'en'), other(60, 'fr'), other(90, 'en')] }),
      [
        'language: German; also heard: English at 00:00:00 and 00:01:30, French at 00:01:00, transcribed as if it were German',
      ],
    ],
    [
      'speech that an English-only model does not understand',
      undefined,
      doubted({ languageDoubted: true }),
      [
        'NOT ENGLISH? This sounds like another language, but the model tiny.en-q8_0 knows only English, so the words are probably wrong. ' +
          'Run again with a multilingual model: --model tiny-q8_0; a larger one makes fewer mistakes. If it is English, pass --language en',
      ],
    ],
    [
      'loud sound',
      undefined,
      doubted({ unsure: [{ start: 100, end: 300 }] }),
      [
        'UNSURE: music or noise may hide speech in 3 min of 12 min; words may be missing at 00:01:40 to 00:05:00. ' +
          'If they are, export the video with the music turned down',
      ],
    ],
  ])('mention %s', (_what, language, doubts, expected) => {
    const lines = transcriptLines(
      aTranscript({ ...(language && { language }), ...(doubts && { doubts }) }),
      paint,
    );

    expect(lines.slice(2)).toEqual(expected.map((line) => `    ${line}`));
  });
});

describe('correctedLines', () => {
  const corrected = (fields: object) =>
    correctedLines({ type: 'corrected', lecture: 'a', isNew: false, places: 0, ...fields }, paint);

  it.each([
    ['how many places were corrected', { isNew: true, places: 2 }, ['a: 2 places corrected']],
    ['nothing about earlier corrections', { places: 2 }, []],
    [
      'that corrections were undone',
      { isNew: true },
      ['a: no corrections left, so its files are as transcribed'],
    ],
    [
      'which edited file is kept',
      { kept: [{ path: 'out/a.srt' }] },
      ['a: nothing corrected', '    kept out/a.srt: edited by hand; --overwrite replaces it'],
    ],
  ])('mention %s', (_what, fields, lines) => {
    expect(corrected(fields)).toEqual(lines);
  });
});

describe('failedLines', () => {
  const failed = (message: string) =>
    failedLines({ type: 'failed', key: 'b.mp4', error: { name: 'VideoUnreadable', message } }, paint);

  it('do not repeat the key', () => {
    expect(failed('b.mp4 is broken.')).toEqual(['FAILED b.mp4 is broken.']);
  });

  it('begin with the key if the message does not', () => {
    expect(failed('The engine gave up.')).toEqual(['FAILED b.mp4', '    The engine gave up.']);
  });

  it('escape control characters in messages', () => {
    expect(failed('\u001b[2J')).toEqual(['FAILED b.mp4', '    ?[2J']);
  });
});

describe('summaryLines', () => {
  it('count the videos by outcome', () => {
    expect(summaryLines(aSummary())).toEqual([
      '2 videos transcribed, 1 already up to date, 1 failed, 12.3 MB sent, in 3 min.',
    ]);
  });

  it('distinguish files that were not ready from failed videos', () => {
    expect(summaryLines(aSummary({ failed: 3, leftOut: 2 }))[0]).toContain(', 1 failed, 2 left out, ');
    expect(summaryLines(aSummary({ failed: 2, leftOut: 2 }))[0]).not.toContain('failed');
  });

  it('list problems of the page, except for failed videos, which have their own lines', () => {
    const problems = [
      { name: 'a.mp4', reason: 'It has no soundtrack.' },
      { name: 'c.mp4.part', reason: 'It is an unfinished download.' },
      { name: 'b.json', reason: 'It is torn.' },
    ];
    const page = { path: 'index.html', url: 'file:///index.html', lectures: 1, problems };

    expect(summaryLines(aSummary({ page })).slice(1)).toEqual([
      'Course page of 1 lecture: file:///index.html',
      '    without b.json: It is torn.',
    ]);
  });

  it('do not mention sending if nothing was sent', () => {
    expect(summaryLines(aSummary(), true)).toEqual([
      '2 videos transcribed, 1 already up to date, 1 failed, in 3 min.',
    ]);
  });

  it('leave out counts of 0', () => {
    const summary = aSummary({ sent: 0, sentBytes: 0, upToDate: 4, done: 0, failed: 0, seconds: 1 });

    expect(summaryLines(summary)).toEqual(['4 already up to date, in 1 s.']);
  });

  it('compare the time and cost with Amazon Transcribe', () => {
    const cost = { hours: 2.04, dollars: 0.021, transcribeDollars: 2.94, computeSeconds: 561 };

    expect(summaryLines(aSummary({ cost }))[1]).toBe(
      '2 h 2 min of sound took 9 min of computing and cost $0.02; Amazon Transcribe would have cost $2.94.',
    );
    expect(summaryLines(aSummary({ cost: { ...cost, dollars: 0 } }))[1]).toContain(
      'and cost nothing; Amazon',
    );
  });
});
