// When this machine does not need to transcribe a video again. The other tests of `openLocal` are in machine.test.ts.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MODELS_FOLDER } from '../../../../local/template.ts';
import type { Options } from '../../../../services/shared/contracts/steps.ts';
import type { EngineSettings, Transcript } from '../../../../services/shared/contracts/transcript.ts';
import type { Destination } from '../../../../services/uploader/destination/destination.ts';
import { openLocal } from '../../../../services/uploader/destination/machine.ts';
import { anError } from '../../../fixtures/an-error.ts';
import { temporaryFolder } from '../../../fixtures/temporary-folder.ts';
import { aSettings } from '../../../fixtures/transcript.ts';
import { anEngineIdentity, aTranscript, sumOf } from '../../fakes.ts';

describe('isUpToDate of openLocal', () => {
  const path = process.env.PATH;
  let folder: string;
  let destination: Destination;
  beforeAll(async () => {
    folder = temporaryFolder();
    await mkdir(join(folder, 'bin'));
    /** The tests only ask the engine for the length of a prompt. */
    const engine = `while read -r job; do echo '{"type":"tokens","count":2}'; done`;
    for (const [name, script] of [
      ['ffmpeg', ''],
      ['transcribe-engine', engine],
    ] as const)
      await writeFile(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    process.env.PATH = [join(folder, 'bin'), path].join(delimiter);
    const { signal } = new AbortController();
    destination = await openLocal(join(folder, 'out'), {
      signal,
      onWait: () => {},
      model: 'tiny.en-q8_0',
    });
  });
  afterAll(async () => {
    process.env.PATH = path;
    await destination.close();
  });

  /** A transcript made by this machine's model without options. */
  const ownTranscript = async (fields: Partial<Transcript> = {}, settings: Partial<EngineSettings> = {}) => {
    const bytes = await readFile(join(MODELS_FOLDER, 'ggml-tiny.en-q8_0.bin'));
    const model = { name: 'tiny.en-q8_0', sha256: sumOf(bytes) };
    return aTranscript({ engine: anEngineIdentity({ model, settings: aSettings(settings) }), ...fields });
  };
  const transcripts: [string, boolean, () => Promise<Transcript | undefined>, Options][] = [
    ['no transcript', false, async () => undefined, {}],
    ['its own transcript', true, ownTranscript, {}],
    [
      'its own transcript with the default options given',
      true,
      ownTranscript,
      { language: 'en', quality: 'balanced' },
    ],
    ['a transcript by another model file', false, async () => aTranscript(), {}],
    ['another quality', false, ownTranscript, { quality: 'fast' }],
    ['another prompt', false, () => ownTranscript({}, { prompt: 'etcd' }), { prompt: 'kubelet' }],
    ['the same prompt', true, () => ownTranscript({}, { prompt: 'etcd' }), { prompt: 'etcd' }],
    ['a transcript without its end', true, () => ownTranscript({ lostSeconds: 9 }), {}],
    [
      'a transcript without its end, with --strict',
      false,
      () => ownTranscript({ lostSeconds: 9 }),
      { minCoverage: 0.95 },
    ],
  ];
  it.each(transcripts)('with %s is %s', async (_what, expected, made, wanted) => {
    expect(await destination.isUpToDate(await made(), wanted)).toBe(expected);
  });

  it('refuses a language that its model does not support, even without a transcript', async () => {
    await expect(destination.isUpToDate(undefined, { language: 'de' })).rejects.toEqual(
      anError('OptionsRefused', 'Use the model tiny-q8_0.'),
    );
  });
});
