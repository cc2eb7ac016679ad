import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { startMeter } from '../../../../services/shared/bill/meter.ts';

describe('startMeter', () => {
  it('measures seconds, and gigabyte-seconds by the memory of the function', async () => {
    const took = startMeter({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '5120' });
    await sleep(50);

    const { seconds, gbSeconds } = took();

    expect(seconds).toBeGreaterThanOrEqual(0.049);
    expect(gbSeconds / seconds).toBeCloseTo(5, 1);
  });

  it('continues after it was read', async () => {
    const took = startMeter({ AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024' });
    const first = took();
    await sleep(20);

    expect(took().gbSeconds).toBeGreaterThan(first.gbSeconds);
  });

  it("counts no gigabyte-seconds on the user's own machine", async () => {
    const took = startMeter({});
    await sleep(20);

    expect(took()).toEqual({ seconds: expect.any(Number), gbSeconds: 0 });
  });
});
