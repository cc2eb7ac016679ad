// When this machine need not transcribe a video again. The rest of `openLocal` is `open.test.ts`.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { MODELS_FOLDER } from '../../../../local/template.ts';
import type { Options } from '../../../../services/shared/contracts/steps.ts';
import type { EngineSettings, Transcript } from '../../../../services/shared/contracts/transcript.ts';
import type { Destination } from '../../../../services/uploader/destination/destination.ts';
import { openLocal } from '../../../../services/uploader/destination/machine.ts';
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
    /** All that it is asked for is how long a prompt is. */
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

  /** As this machine makes one with its model and no options. */
  const ownTranscript = async (fields: Partial<Transcript> = {}, settings: Partial<EngineSettings> = {}) => {
    const bytes = await readFile(join(MODELS_FOLDER, 'ggml-tiny.en-q8_0.bin'));
    const model = { name: 'tiny.en-q8_0', sha256: sumOf(bytes) };
    return aTranscript({ engine: anEngineIdentity({ model, settings: aSettings(settings) }), ...fields });
  };
  const transcripts: [string, boolean, () => Promise<Transcript | undefined>, Options][] = [
    ['there is none', false, async () => undefined, {}],
    ['it made it', true, ownTranscript, {}],
    ['it made it, and heard what is wanted', true, ownTranscript, { language: 'en', quality: 'balanced' }],
    ['another model file made it', false, async () => aTranscript(), {}],
    ['another quality is wanted', false, ownTranscript, { quality: 'fast' }],
    ['other terms are expected', false, () => ownTranscript({}, { prompt: 'etcd' }), { prompt: 'kubelet' }],
    ['the same terms are expected', true, () => ownTranscript({}, { prompt: 'etcd' }), { prompt: 'etcd' }],
    ['its end is missing', true, () => ownTranscript({ lostSeconds: 9 }), {}],
    [
      'its end is missing and --strict',
      false,
      () => ownTranscript({ lostSeconds: 9 }),
      { minCoverage: 0.95 },
    ],
  ];
  it.each(transcripts)(
    'takes a transcript for up to date where %s: %s',
    async (_what, expected, made, wanted) => {
      expect(await destination.isUpToDate(await made(), wanted)).toBe(expected);
    },
  );

  it('refuses a language that its model does not know, before there is a transcript', async () => {
    await expect(destination.isUpToDate(undefined, { language: 'de' })).rejects.toMatchObject({
      name: 'OptionsRefused',
      message: expect.stringContaining('Use the model tiny-q8_0.'),
    });
  });
});
