import { describe, expect, it } from '@jest/globals';
import { joinPieces } from '../../../../services/transcriber/engine/vad.ts';
import { spans } from '../examples.ts';

describe('joinPieces', () => {
  it.each([
    ['moves each piece to its place', ['1-2 3-4', '5-6', ''], '1-2 3-4 125-126'],
    ['joins speech that goes on in the next piece', ['100-120', '0-5'], '100-125'],
    ['joins speech across a whole piece', ['100-120', '0-120', '0-5'], '100-245'],
    ['joins speech across a gap of a tenth of a second at the edge', ['100-119.95', '0.05-5'], '100-125'],
    ['leaves a longer pause at the edge', ['100-119.9', '0.05-5'], '100-119.9 120.05-125'],
    ['joins what both pieces heard', ['100-120.3', '0-2'], '100-122'],
    ['finds nothing where nobody speaks', ['', ''], ''],
    ['finds nothing without pieces', [], ''],
  ])('%s', (_what, pieces, expected) => {
    const joined = joinPieces(pieces.map(spans), 120);

    const rounded = joined.map(({ start, end }) => ({
      start: Number(start.toFixed(6)),
      end: Number(end.toFixed(6)),
    }));
    expect(rounded).toEqual(spans(expected));
  });
});
