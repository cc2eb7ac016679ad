// A hearer whose engine says what the test wants, call by call.

import { EngineFailed } from '../../../services/shared/contracts/errors.ts';
import { total } from '../../../services/shared/contracts/spans.ts';
import type { EngineSettings, Segment, Span } from '../../../services/shared/contracts/transcript.ts';
import { byteAt } from '../../../services/shared/media/pcm.ts';
import type { Attempt } from '../../../services/transcriber/engine/engine.ts';
import { type HearTask, makeHear } from '../../../services/transcriber/engine/hear.ts';
import { aSettings } from '../../fixtures/transcript.ts';

type Hearing = {
  /** The answer to each job of the engine, in seconds of its sound. */
  answers?: (Segment[] | 'EngineFailed' | Error)[];
  /** What the detector finds in a gap, in seconds of its sound; by default speech throughout. */
  sure?: Span[];
  read?: () => Promise<Buffer>;
  /** Seconds per second of sound, at first hearings. */
  rate?: number;
  /** The seconds that are left at each look at the clock; the last number is repeated. */
  left?: number[];
};

/** Remembers what was read and requested. */
export const prepareHear = ({ answers = [], sure = [{ start: 0, end: 600 }], read, rate, left }: Hearing) => {
  const places: Span[][] = [];
  const tasks: EngineSettings[] = [];
  const thresholds: number[] = [];
  const attempts: Attempt[] = [];
  const remainingMs = () => ((left?.length ?? 0) > 1 ? (left?.shift() ?? 0) : (left?.[0] ?? 0)) * 1_000;
  const hearing = makeHear({
    engine: {
      transcribe: async (_sound, settings, attempt = {}) => {
        attempts.push(attempt);
        const answer = answers[tasks.push(settings) - 1] ?? [];
        if (answer === 'EngineFailed') throw new EngineFailed('The engine could not hear it');
        if (Error.isError(answer)) throw answer;
        return answer;
      },
      findSpeech: async (_sound, threshold) => {
        thresholds.push(threshold);
        return sure;
      },
      rate: () => rate,
    },
    read:
      read ??
      (async (parts) => {
        places.push(parts);
        return Buffer.alloc(byteAt(total(parts)));
      }),
    clock: left && { remainingMs },
  });
  const hear = (task: Omit<HearTask, 'settings'>) => hearing({ ...task, settings: aSettings() });
  return { hear, places, tasks, thresholds, attempts };
};
