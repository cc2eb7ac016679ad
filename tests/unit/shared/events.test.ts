// The sample events of `sam local invoke`: at least one for each function, in the form that the function accepts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ObjectCreated } from '../../../services/listener/listen.ts';
import { PublishEvent } from '../../../services/publisher/publish.ts';
import { ChunkInput, CleanupInput, RunInput, VideoInput } from '../../../services/shared/contracts/steps.ts';
import { ItemsInput } from '../../../services/transcriber/items.ts';

const ROOT = join(import.meta.dirname, '../../..');

const schemas = {
  listen: ObjectCreated,
  split: VideoInput,
  transcribe: ChunkInput,
  'transcribe-items': ItemsInput,
  merge: VideoInput,
  cleanup: CleanupInput,
  report: RunInput,
  publish: PublishEvent,
};

describe('events/', () => {
  it('has one for each function', () => {
    const template = readFileSync(join(ROOT, 'template.yaml'), 'utf8');
    const functions = [...template.matchAll(/^ {2}(\w+)Function:$/gm)].map(([, name = '']) =>
      name.toLowerCase(),
    );

    expect(functions).toHaveLength(7);
    expect(readdirSync(join(ROOT, 'events'))).toEqual(
      expect.arrayContaining(functions.map((name) => `${name}.json`)),
    );
  });

  it.each(Object.entries(schemas))('%s.json is accepted by its function', (name, schema) => {
    const event: unknown = JSON.parse(readFileSync(join(ROOT, 'events', `${name}.json`), 'utf8'));

    const { error } = schema.safeParse(event);

    expect(error).toBeUndefined();
  });
});
