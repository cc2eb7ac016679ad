import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import {
  findModel,
  isMultilingual,
  MODELS,
  multilingualTwin,
  nameOf,
  unknownModel,
} from '../../../../services/shared/models/catalogue.ts';

/** The table in whisper.cpp 1.9.1's models/README.md. */
const PUBLISHED = 'tests/fixtures/published-models.md';

describe('MODELS', () => {
  it('has the checksums that whisper.cpp lists', async () => {
    const listed = [...(await readFile(PUBLISHED, 'utf8')).matchAll(/^\| (\S+) +\|.*`([0-9a-f]{40})`/gm)];

    expect(listed).toHaveLength(16);
    for (const [, name = '', sha1] of listed) expect([name, findModel(name)?.sha1]).toEqual([name, sha1]);
  });

  it('has the checksum of the bundled model', async () => {
    const sum = createHash('sha1')
      .update(await readFile('models/ggml-tiny.en-q8_0.bin'))
      .digest('hex');

    expect(findModel('tiny.en-q8_0')?.sha1).toBe(sum);
  });

  it('has each name and each checksum once', () => {
    expect(new Set(MODELS.map(({ name }) => name)).size).toBe(MODELS.length);
    expect(new Set(MODELS.map(({ sha1 }) => sha1)).size).toBe(MODELS.length);
  });
});

describe('a name', () => {
  it.each([
    ['tiny', true],
    ['tiny.en', false],
    ['tiny.en-q8_0', false],
    ['small.en-tdrz', false],
    ['large-v3-turbo-q5_0', true],
  ])('%s tells whether the model is multilingual: %s', (name, multilingual) => {
    expect(isMultilingual(name)).toBe(multilingual);
  });

  it.each(['tiny.en', 'ggml-tiny.en', 'tiny.en.bin', 'ggml-tiny.en.bin'])('%s means tiny.en', (file) => {
    expect(nameOf(file)).toBe('tiny.en');
  });
});

describe('multilingualTwin', () => {
  it.each([
    ['tiny.en-q8_0', 'tiny-q8_0'],
    ['small.en', 'small'],
    ['small.en-tdrz', 'small'],
    ['medium.en-q4_0', 'medium-q5_0'],
    ['distil-small.en', 'small'],
    ['course', 'base'],
  ])('of %s is %s', (name, twin) => {
    expect(multilingualTwin(name)).toBe(twin);
  });
});

describe('unknownModel', () => {
  it.each([
    ['smal.en', 'small.en'],
    ['turbo', 'large-v3-turbo'],
    ['large', 'large-v1 or large-v2 or large-v3'],
    ['tiny.en-q8', 'tiny.en-q8_0'],
  ])('suggests for %s: %s', (name, near) => {
    expect(unknownModel(name).message).toContain(`Did you mean ${near}`);
  });

  it('suggests none if none is similar, and lists all', () => {
    const { message } = unknownModel('whatever-it-was');

    expect(message).not.toContain('Did you mean');
    for (const { name } of MODELS) expect(message).toContain(name);
  });
});
