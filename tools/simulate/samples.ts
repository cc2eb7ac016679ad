// Sample data that the steps of a video pass on, in the shapes of the contracts and of realistic size.

import { videoDollars } from '../../services/shared/bill/cost.ts';
import type {
  CleanupInput,
  Item,
  MergeOutput,
  SplitOutput,
  VideoResult,
} from '../../services/shared/contracts/steps.ts';
import type { SimulationSettings } from './settings.ts';

const ETAG = '0123456789abcdef0123456789abcdef-12';
const WORDS_AN_HOUR = 9_000;

type Sizes = Pick<SimulationSettings, 'minutes' | 'quality' | 'keyBytes' | 'promptBytes' | 'gapsAnHour'>;

export const sampleItem = ({ quality, keyBytes, promptBytes }: Sizes): Item => ({
  Key: `${'course-01/lesson-'.padEnd(keyBytes - 4, '0')}.mp4`,
  Etag: ETAG,
  Size: 28_800_000,
  Options: { quality, language: 'auto', ...(promptBytes > 0 && { prompt: 'p'.repeat(promptBytes) }) },
});

export const sampleSplit = (chunks: number): SplitOutput => ({
  etag: ETAG,
  upToDate: false,
  chunks: Array.from({ length: chunks }, (_, chunk) => chunk),
});

export const sampleMerge = ({ minutes, gapsAnHour }: Sizes, chunks: number): MergeOutput => {
  const hours = minutes / 60;
  const gaps = Array.from({ length: Math.round(gapsAnHour * hours) }, (_, gap) => ({
    start: 10_000.123 + gap,
    end: 10_001.456 + gap,
  }));
  return {
    duration: hours * 3_600 + 0.123,
    words: Math.round(WORDS_AN_HOUR * hours),
    hasSpeech: true,
    language: 'en',
    coverage: { speechSeconds: 3_456.789 * hours, coveredSeconds: 3_399.123 * hours, ratio: 0.983, gaps },
    lostSeconds: 0,
    seconds: { split: 12.345, transcribe: 123.456, merge: 2.345 },
    chunks,
    gbSeconds: { split: 61.725, transcribe: 617.28, merge: 4.051 },
  };
};

export const sampleResult = ({ item, merge }: CleanupInput): VideoResult => ({
  key: item.Key,
  state: 'done',
  upToDate: false,
  incomplete: false,
  ...(merge && { transcript: merge, dollars: videoDollars(merge) }),
});
