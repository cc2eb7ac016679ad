import { describe, expect, it } from '@jest/globals';
import { assertInTime } from '../../../../services/transcriber/engine/deadline.ts';
import { anError } from '../../../fixtures/an-error.ts';

const TINY = 43_000_000;
const SMALL = 488_000_000;

/** A model with this many bytes, in a function with this many seconds left; `measured` is its rate after a probe. */
const prepare = ({ bytes = TINY, left = 900, rate = undefined as number | undefined, measured = 0.1 }) => {
  const state = { probes: 0, rate };
  const engine = { rate: () => state.rate, modelBytes: async () => bytes };
  const probe = async () => {
    state.probes += 1;
    state.rate = measured;
  };
  const check = (seconds: number) =>
    assertInTime('a.mp4', seconds, engine, { remainingMs: () => left * 1_000 }, probe);
  return { state, check };
};

describe('assertInTime', () => {
  it('guesses that a small model finishes ten minutes in time', async () => {
    const { state, check } = prepare({});

    await check(600);

    expect(state.probes).toBe(0);
  });

  it.each([
    ['a larger model', { bytes: SMALL }, 600],
    ['little time', { left: 100 }, 600],
    ['a long stretch', {}, 4_600],
  ])('measures if %s makes it doubtful', async (_what, fields, seconds) => {
    const { state, check } = prepare({ ...fields, measured: 0.05 });

    await check(seconds);

    expect(state.probes).toBe(1);
  });

  it('does not measure a second time', async () => {
    const { state, check } = prepare({ bytes: SMALL, rate: 0.5 });

    await check(600);

    expect(state.probes).toBe(0);
  });

  it.each([
    ['after a measurement', { bytes: SMALL, measured: 2 }],
    ['at the rate measured before', { bytes: TINY, rate: 2 }],
  ])('says %s that a chunk cannot be done in time, with both figures and advice', async (_when, fields) => {
    const { check } = prepare(fields);

    await expect(check(600)).rejects.toEqual(
      anError(
        'ChunkTooSlow',
        /^A chunk of a\.mp4 would take 1440 s, .* has only 900 s left\. .*ChunkMinutes/,
      ),
    );
  });

  it.each([
    [1.24, true],
    [1.26, false],
  ])(
    'keeps a fifth in reserve: at %d s per second, 600 s of sound fit into 900 s: %s',
    async (rate, possible) => {
      const outcome = await prepare({ rate })
        .check(600)
        .then(
          () => true,
          () => false,
        );

      expect(outcome).toBe(possible);
    },
  );

  it('counts the time that the probe took', async () => {
    let left = 700;
    const engine = { rate: () => (left < 700 ? 1 : undefined), modelBytes: async () => SMALL };
    const probe = async () => {
      left = 500;
    };

    await expect(
      assertInTime('a.mp4', 500, engine, { remainingMs: () => left * 1_000 }, probe),
    ).rejects.toMatchObject({ name: 'ChunkTooSlow', message: expect.stringContaining('has only 500 s') });
  });

  it('fails if the probe fails', async () => {
    const engine = { rate: () => undefined, modelBytes: async () => SMALL };
    const probe = () => Promise.reject(new Error('no such model'));

    await expect(assertInTime('a.mp4', 600, engine, { remainingMs: () => 900_000 }, probe)).rejects.toThrow(
      'no such model',
    );
  });
});
