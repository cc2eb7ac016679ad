import { describe, expect, it } from '@jest/globals';
import { VideoUnreadable } from '../../../../services/shared/contracts/errors.ts';
import { TOO_SLOW } from '../../../../services/shared/media/decode.ts';
import { takeBestTrack } from '../../../../services/transcriber/sound/best-track.ts';
import { describeSound } from '../../../../services/transcriber/sound/remarks.ts';
import type { Take, TakeOptions } from '../../../../services/transcriber/sound/take.ts';
import { aDecoded } from '../fake-engine.ts';

type Kind = 'speech' | 'little' | 'silent' | 'tone' | 'apac' | 'slow';

const SPEECH: Record<Kind, number> = { speech: 400, little: 2, silent: 0, tone: 0, apac: 0, slow: 0 };

/** A file of an hour with these soundtracks, of which the first is the default. */
const prepare = (...kinds: Kind[]) => {
  const taken: string[] = [];
  const take = async ({ audioTrack = 1, isKept }: TakeOptions): Promise<Take> => {
    const kind = kinds[audioTrack - 1] ?? 'silent';
    taken.push(`${audioTrack}${isKept ? '' : ' (not kept)'}`);
    if (kind === 'slow') throw new VideoUnreadable('a.mp4', TOO_SLOW);
    if (kind === 'apac') throw new VideoUnreadable('a.mp4', 'Decoder (codec none) not found');
    const speech = SPEECH[kind] > 0 ? [{ start: 0, end: SPEECH[kind] }] : [];
    const sound = {
      layout: { channels: 2, speakers: ['FL', 'FR'] },
      peak: kind === 'silent' ? 0 : 0.5,
      cancelledSeconds: 0,
    };
    return {
      ...aDecoded({ track: audioTrack, tracks: kinds.length, seconds: 3_600, sound }),
      speech,
      channels: undefined,
    };
  };
  const probe = async () => ({
    tracks: kinds.map((_, index) => ({ isDefault: index === 0, layout: { channels: 2, speakers: [] } })),
  });
  return { taken, best: (asked?: number) => takeBestTrack({ take, probe }, asked) };
};

describe('takeBestTrack', () => {
  it.each<[string, Kind[], number, string[]]>([
    ['the only one', ['silent'], 1, ['1']],
    ['the default one, and examines no other', ['speech', 'speech'], 1, ['1']],
    ['the second, if the first is silent', ['silent', 'speech'], 2, ['1', '2']],
    ['the third, after a tone', ['silent', 'tone', 'speech', 'speech'], 3, ['1', '2', '3']],
    ['the second, if the first cannot be decoded', ['apac', 'speech'], 2, ['1', '2']],
    ['the third, if two cannot be decoded', ['apac', 'apac', 'speech'], 3, ['1', '2', '3']],
    ['the second, if the first has two seconds in an hour', ['little', 'speech'], 2, ['1', '2']],
    ['the first, if the others have no more, and stores it again', ['little', 'little'], 1, ['1', '2', '1']],
    ['the first, if all are silent', ['silent', 'tone'], 1, ['1', '2']],
    ['the one that can be decoded, even if it is silent', ['apac', 'silent'], 2, ['1', '2']],
  ])('uses %s', async (_which, kinds, track, expected) => {
    const { taken, best } = prepare(...kinds);

    const { take, sound } = await best();

    expect(take.track).toBe(track);
    expect(sound.track).toBe(track);
    expect(taken).toEqual(expected);
  });

  it.each<[string, Kind[], RegExp]>([
    [
      'silent',
      ['silent', 'speech'],
      /^audio track 2 was used, since audio track 1 \(2 channels\) is silent$/,
    ],
    ['a tone', ['tone', 'speech'], /since nobody speaks on audio track 1 \(2 channels, peak -6 dBFS\)$/],
    [
      'undecodable',
      ['apac', 'speech'],
      /since audio track 1 cannot be decoded \(Decoder \(codec none\) not found\)$/,
    ],
  ])('says which one it uses if the default one is %s', async (_what, kinds, remark) => {
    expect((await prepare(...kinds).best()).sound.remark).toMatch(remark);
  });

  it('uses the requested one, keeps its samples, and says which one has speech', async () => {
    const { taken, best } = prepare('speech', 'silent', 'speech');

    const { take, sound } = await best(2);

    expect(take.track).toBe(2);
    expect(taken).toEqual(['2', '1 (not kept)']);
    expect(sound.remark).toMatch(/audio track 1 has 400.0 s of speech: try --audio-track 1$/);
  });

  it('describes all of them if nobody speaks', async () => {
    const { sound } = await prepare('silent', 'tone', 'apac').best();

    expect(describeSound(sound)).toBe(
      'audio track 1 (2 channels) is silent, nobody speaks on audio track 2 (2 channels, peak -6 dBFS), ' +
        'audio track 3 cannot be decoded (Decoder (codec none) not found)',
    );
  });

  it.each<[string, Kind[], number | undefined]>([
    ['none of them can be decoded', ['apac', 'apac'], undefined],
    ['the requested one cannot be decoded', ['speech', 'apac'], 2],
  ])('fails if %s', async (_what, kinds, asked) => {
    await expect(prepare(...kinds).best(asked)).rejects.toMatchObject({ name: 'VideoUnreadable' });
  });

  it('gives up a file if one of them takes half an hour of CPU time', async () => {
    const { taken, best } = prepare('silent', 'slow', 'speech');

    await expect(best()).rejects.toThrow('takes too long');
    expect(taken).toEqual(['1', '2']);
  });

  it('examines at most sixteen', async () => {
    const { taken, best } = prepare(...Array<Kind>(1_000).fill('silent'));

    await best();

    expect(taken).toHaveLength(16);
  });
});
