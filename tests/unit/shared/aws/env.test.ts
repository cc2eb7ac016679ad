import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readEnv } from '../../../../services/shared/aws/env.ts';

const shape = {
  VIDEO_BUCKET: z.string().min(3),
  STATE_MACHINE_ARN: z.string(),
  CHUNK_MINUTES: z.coerce.number().positive().default(10),
};

describe('readEnv', () => {
  it('returns what the schema makes of the variables, and nothing else from the environment', () => {
    const env = { VIDEO_BUCKET: 'videos', STATE_MACHINE_ARN: 'arn', CHUNK_MINUTES: '5', PATH: '/bin' };

    const read = readEnv(shape, env);

    expect(read).toEqual({ VIDEO_BUCKET: 'videos', STATE_MACHINE_ARN: 'arn', CHUNK_MINUTES: 5 });
  });

  it('uses the default of a variable that is not set', () => {
    expect(readEnv(shape, { VIDEO_BUCKET: 'videos', STATE_MACHINE_ARN: 'arn' }).CHUNK_MINUTES).toBe(10);
  });

  it.each([
    ['missing', {}, ['VIDEO_BUCKET', 'STATE_MACHINE_ARN']],
    ['missing or wrong', { VIDEO_BUCKET: '', CHUNK_MINUTES: 'ten' }, Object.keys(shape)],
  ])('names every variable that is %s at once', (_case, env, names) => {
    const read = () => readEnv(shape, env);

    for (const name of names) expect(read).toThrow(`${name} (`);
  });

  it('does not name the others', () => {
    const read = () => readEnv(shape, { VIDEO_BUCKET: 'videos' });

    expect(read).toThrow('STATE_MACHINE_ARN');
    expect(read).not.toThrow('VIDEO_BUCKET');
  });
});
