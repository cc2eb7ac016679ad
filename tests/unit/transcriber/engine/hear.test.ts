import { describe, expect, it } from '@jest/globals';
import { ToolMissing } from '../../../../services/shared/contracts/errors.ts';
import { rises, segment, spans, word, wordsFrom } from '../examples.ts';
import { prepareHear } from '../fake-hearing.ts';

const TALK = 'so we go on with the second part of this talk now'.split(' ');

describe('makeHear', () => {
  it('returns the words of a stretch at the time they were spoken, after a pause that was left out', async () => {
    const answers = [segment(9, 10, 'one'), segment(10.5, 11, 'two')];
    const { hear, places } = prepareHear({ answers: [answers] });

    const heard = await hear({ stretch: { start: 0, end: 40 }, kept: spans('0-10 30-32'), speech: [] });

    expect(places).toEqual([spans('0-10 30-32')]);
    expect(heard).toEqual({
      start: 0,
      end: 40,
      segments: [segment(9, 10, 'one'), segment(30.5, 31, 'two')],
    });
  });

  it('hears only the kept parts of its stretch', async () => {
    const { hear, places } = prepareHear({ answers: [[segment(0, 1)]] });

    const heard = await hear({ stretch: { start: 5, end: 31 }, kept: spans('0-10 30-32 50-60'), speech: [] });

    expect(places).toEqual([spans('5-10 30-31')]);
    expect(heard.segments).toEqual([segment(5, 6)]);
  });

  it('ends words in the padding of Whisper’s last window with the stretch', async () => {
    const { hear } = prepareHear({
      answers: [[segment(9, 30, 'Hello', [word(9, 30)]), segment(25, 30, 'Hello', [word(25, 30)])]],
    });

    const { segments } = await hear({
      stretch: { start: 600, end: 610 },
      kept: spans('600-610'),
      speech: [],
    });

    expect(segments).toEqual([segment(609, 610), segment(610, 610)]);
  });

  it('starts no program if nothing is kept', async () => {
    const { hear, places, tasks } = prepareHear({});

    const heard = await hear({ stretch: { start: 20, end: 25 }, kept: spans('0-10'), speech: [] });

    expect(heard.segments).toEqual([]);
    expect([places, tasks]).toEqual([[], []]);
  });

  it('returns the words of a gap in the order of their times, even inside a segment', async () => {
    const around = segment(0, 20, '', [...wordsFrom(0, 'And', 'so'), ...wordsFrom(10, 'at', 'last')]);
    const again = segment(0, 8, '', wordsFrom(1, ...TALK));
    const { hear } = prepareHear({ answers: [[around], [again]] });

    const { segments } = await hear({
      stretch: { start: 0, end: 12 },
      kept: spans('0-12'),
      speech: spans('0-11'),
    });

    const words = segments.flatMap((one) => one.words);
    expect(words).toHaveLength(4 + TALK.length);
    expect(rises(words.map(({ start }) => start))).toBe(true);
  });

  it('takes only the words in the gap from a second hearing', async () => {
    const again = [word(0, 0.4, 'before'), ...wordsFrom(1.6, ...TALK), word(9.6, 9.9, 'after')];
    const { hear } = prepareHear({
      answers: [[segment(0, 2), segment(10, 12)], [segment(0, 9, '', again)]],
    });

    const { segments } = await hear({
      stretch: { start: 0, end: 12 },
      kept: spans('0-12'),
      speech: spans('0-12'),
    });

    expect(segments.map(({ text }) => text)).toEqual(['Hello', TALK.join(' '), 'Hello']);
    expect(segments[1]?.start).toBe(3.6);
  });
});

describe('makeHear, when the engine fails,', () => {
  const task = { stretch: { start: 0, end: 10 }, kept: spans('0-10'), speech: [] };

  it('tries once more', async () => {
    const { hear, tasks } = prepareHear({ answers: ['EngineFailed', [segment(0, 1)]] });

    const { segments } = await hear(task);

    expect(segments).toEqual([segment(0, 1)]);
    expect(tasks).toHaveLength(2);
  });

  it('fails the second time', async () => {
    const { hear, tasks } = prepareHear({ answers: ['EngineFailed', 'EngineFailed', []] });

    await expect(hear(task)).rejects.toMatchObject({ name: 'EngineFailed' });
    expect(tasks).toHaveLength(2);
  });

  it('does not try again what would fail again', async () => {
    const { hear, tasks } = prepareHear({ answers: [new ToolMissing('transcribe-engine'), []] });

    await expect(hear(task)).rejects.toMatchObject({ name: 'ToolMissing' });
    expect(tasks).toHaveLength(1);
  });

  it('fails if the soundtrack is gone', async () => {
    const read = () => Promise.reject(new Error('the soundtrack is gone'));

    await expect(prepareHear({ read }).hear(task)).rejects.toThrow('the soundtrack is gone');
  });
});
