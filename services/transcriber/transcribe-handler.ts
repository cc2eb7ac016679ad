// The Lambda function Transcribe: takes a chunk from the state machine, or whole videos from a call by hand.
import { z } from 'zod';
import { instrument } from '../shared/aws/instrument.ts';
import { ChunkInput } from '../shared/contracts/steps.ts';
import { ItemsInput, makeTranscribeItems } from './items.ts';
import { makeMerge } from './merge.ts';
import { makeSplit } from './split.ts';
import { makeTranscribe } from './transcribe.ts';
import { buckets, chunkSeconds, engine, minCoverage } from './wiring.ts';

const split = makeSplit({ buckets, engine, chunkSeconds, minCoverage });
const transcribe = makeTranscribe({ buckets, engine });
const merge = makeMerge({ buckets, minCoverage });
const transcribeItems = makeTranscribeItems({ buckets, split, transcribe, merge });

export const handler = instrument('Transcribe', z.union([ItemsInput, ChunkInput]), async (input, clock) =>
  'Items' in input ? transcribeItems(input, clock) : transcribe(input, clock),
);
