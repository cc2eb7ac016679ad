// A hearer whose engine says what a test gives it, call by call. No test of its own.

import { mkdtempSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineFailed } from '../../../services/shared/contracts/errors.ts';
import { total } from '../../../services/shared/contracts/spans.ts';
import type { EngineSettings, Segment, Span } from '../../../services/shared/contracts/transcript.ts';
import { byteAt, wavHeader } from '../../../services/shared/media/pcm.ts';
import type { Attempt } from '../../../services/transcriber/engine/engine.ts';
import { type HearTask, makeHear } from '../../../services/transcriber/engine/hear.ts';
import { aSettings } from '../fakes.ts';

type Hearing = {
  /** What each call of whisper-cli says, in seconds of its file. */
  said?: (Segment[] | 'EngineFailed' | Error)[];
  /** What the detector finds in a gap's file, in seconds of it; speech throughout unless told. */
  sure?: Span[];
  save?: () => Promise<void>;
  /** Seconds for a second of sound, at first hearings. */
  rate?: number;
  /** Seconds that are left, at each look at the clock; the last one from then on. */
  left?: number[];
};

/** Remembers what was saved and asked for. */
export const prepareHear = ({ said = [], sure = [{ start: 0, end: 600 }], save, rate, left }: Hearing) => {
  const saved: Span[][] = [];
  const paths: string[] = [];
  const tasks: EngineSettings[] = [];
  const thresholds: number[] = [];
  const attempts: Attempt[] = [];
  const remainingMs = () => ((left?.length ?? 0) > 1 ? (left?.shift() ?? 0) : (left?.[0] ?? 0)) * 1_000;
  const hearing = makeHear({
    engine: {
      transcribe: async (_wav, settings, attempt = {}) => {
        attempts.push(attempt);
        const answer = said[tasks.push(settings) - 1] ?? [];
        if (answer === 'EngineFailed') throw new EngineFailed('whisper-cli gave no whole result');
        if (Error.isError(answer)) throw answer;
        return answer;
      },
      findSpeech: async (_wav, threshold) => {
        thresholds.push(threshold);
        return sure;
      },
      rate: () => rate,
    },
    save:
      save ??
      (async (parts, path) => {
        saved.push(parts);
        paths.push(path);
        const bytes = byteAt(total(parts));
        await writeFile(path, Buffer.concat([wavHeader(bytes), Buffer.alloc(bytes)]));
      }),
    folder: mkdtempSync(join(tmpdir(), 'hear-')),
    clock: left && { remainingMs },
  });
  const hear = (task: Omit<HearTask, 'settings'>) => hearing({ ...task, settings: aSettings() });
  return { hear, saved, paths, tasks, thresholds, attempts };
};
