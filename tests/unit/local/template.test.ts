import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import {
  MODELS_FOLDER,
  matches,
  type Pattern,
  readStateMachine,
  readTemplate,
} from '../../../local/template.ts';

const pattern: Pattern = {
  source: ['aws.s3'],
  'detail-type': ['Object Created', 'Object Restored'],
  detail: { bucket: { name: ['VideoBucket'] }, object: { key: [{ suffix: 'done.txt' }] } },
};
const event = {
  source: 'aws.s3',
  'detail-type': 'Object Created',
  time: '2026-11-22T15:15:00Z',
  detail: { bucket: { name: 'VideoBucket' }, object: { key: 'runs/r/done.txt', size: 0 } },
};
const withKey = (key: unknown) => ({ ...event, detail: { ...event.detail, object: { key } } });

describe('matches', () => {
  it.each([
    ['every field that the pattern names', event, true],
    ['another value of the list', { ...event, 'detail-type': 'Object Restored' }, true],
    ['a key that is only the suffix', withKey('done.txt'), true],
    ['a key with the suffix at its end', withKey('week1/undone.txt'), true],
    ['another source', { ...event, source: 'aws.ec2' }, false],
    ['another type', { ...event, 'detail-type': 'Object Deleted' }, false],
    ['a key with the suffix inside', withKey('done.txt.mp4'), false],
    ['a key in capitals', withKey('DONE.TXT'), false],
    ['a key that is not text', withKey(['done.txt']), false],
    ['another bucket', { ...event, detail: { ...event.detail, bucket: { name: 'Transcripts' } } }, false],
    ['no key', { ...event, detail: { bucket: { name: 'VideoBucket' } } }, false],
    ['no detail', { ...event, detail: undefined }, false],
    ['a detail that is text', { ...event, detail: 'done.txt' }, false],
    ['nothing', undefined, false],
    ['no object', 'aws.s3', false],
  ])('decides about an event with %s', (_what, candidate, expected) => {
    expect(matches(pattern, candidate)).toBe(expected);
  });

  it('accepts everything without a pattern', () => {
    expect(matches({}, event)).toBe(true);
  });
});

describe('readTemplate', () => {
  it("returns the listener's rule, which accepts a done marker and rejects a video", async () => {
    const { pattern: rule } = await readTemplate();

    expect(matches(rule, event)).toBe(true);
    expect(matches(rule, withKey('week1/lesson1/video1.mp4'))).toBe(false);
  });

  it('returns the length of a chunk in seconds', async () => {
    expect((await readTemplate()).chunkSeconds).toBe(1_200);
  });
});

describe('readStateMachine', () => {
  it('returns JSON whose functions belong to no account', async () => {
    const asl = await readStateMachine();

    expect(JSON.parse(asl)).toHaveProperty('StartAt');
    expect(asl).toContain('"arn:aws:lambda:local:000000000000:function:SplitFunction"');
    expect(asl).not.toContain('${');
  });
});

describe('MODELS', () => {
  it('is the folder with the stack’s own model and the voice detector', async () => {
    const { model } = await readTemplate();

    expect(await readdir(MODELS_FOLDER)).toEqual(
      expect.arrayContaining([`ggml-${model}.bin`, 'ggml-silero-v6.2.0.bin']),
    );
  });
});
