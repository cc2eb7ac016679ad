// What a recorder does if its detector is slow or fails.
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { BYTES_PER_SECOND } from '../../../services/shared/media/pcm.ts';
import type { Engine } from '../../../services/transcriber/engine/engine.ts';
import { makeRecorder } from '../../../services/transcriber/soundtrack.ts';
import { until } from '../held-timers.ts';
import { fakeEngine } from './fake-engine.ts';

const PIECE_BYTES = 120 * BYTES_PER_SECOND;
const pieces = (count: number) => Array.from({ length: count }, () => Buffer.alloc(PIECE_BYTES));

describe('makeRecorder', () => {
  const devNull = async (body: Readable) => {
    for await (const _chunk of body);
  };
  const prepare = (fields: Partial<Engine>, store = devNull) => ({
    recorder: makeRecorder(fakeEngine(fields), store),
  });
  const record = (recorder: ReturnType<typeof makeRecorder>, chunks: Buffer[]) =>
    recorder.record(Readable.from(chunks));

  it('lets at most one piece more than there are workers wait for the detector', async () => {
    const gates: (() => void)[] = [];
    let waiting = 0;
    const findSpeech = () =>
      new Promise<[]>((resolve) => {
        waiting += 1;
        gates.push(() => {
          waiting -= 1;
          resolve([]);
        });
      });
    const { recorder } = prepare({ workers: 2, findSpeech });

    const recording = record(recorder, pieces(6));
    const counts: number[] = [];
    // Pieces overlap, so six times their length is a little more than six.
    for (let done = 0; done < 7; done += 1) {
      await until(() => gates.length > done);
      if (done === 0) await until(() => waiting >= 3);
      await sleep(30);
      counts.push(waiting);
      gates[done]?.();
    }
    await recording;
    await recorder.speech();

    expect(Math.max(...counts)).toBe(3);
    expect(gates).toHaveLength(7);
  });

  it('ends the recording with the error of a look', async () => {
    let looks = 0;
    const findSpeech: Engine['findSpeech'] = async () => {
      looks += 1;
      throw new Error('the detector crashed');
    };
    const { recorder } = prepare({ workers: 1, findSpeech });

    await expect(record(recorder, pieces(9))).rejects.toThrow('the detector crashed');
    await recorder.settled();

    expect(looks).toBe(2);
    await expect(recorder.speech()).rejects.toThrow('the detector crashed');
  });

  it('gives the last look’s error to whoever asks for the speech', async () => {
    const { recorder } = prepare({ workers: 4, findSpeech: () => Promise.reject(new Error('crashed')) });

    await record(recorder, [Buffer.alloc(100)]);

    await expect(recorder.speech()).rejects.toThrow('crashed');
  });

  it('ends with the error of the store; no detector starts or runs after it is settled', async () => {
    const detectors = { started: 0, ended: 0 };
    const findSpeech: Engine['findSpeech'] = async () => {
      detectors.started += 1;
      await sleep(50);
      detectors.ended += 1;
      return [];
    };
    const store = async (body: Readable) => {
      let chunks = 0;
      for await (const _chunk of body) {
        chunks += 1;
        if (chunks === 2) throw new Error('the bucket is gone');
      }
    };
    const { recorder } = prepare({ workers: 4, findSpeech }, store);

    const recording = record(recorder, pieces(3));
    await expect(recording).rejects.toThrow('the bucket is gone');
    await recorder.settled();
    const settled = { ...detectors };
    await sleep(200);

    expect(settled.ended).toBe(settled.started);
    expect(detectors).toEqual(settled);
  });
});
