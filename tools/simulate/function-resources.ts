// What functions and files need: time, memory, /tmp, strings. resources.ts has Step Functions and quotas.
import type { RunInput } from '../../services/shared/contracts/steps.ts';
import { LISTING, REPORT } from './measured.ts';
import { publishMegabytes, publishSeconds } from './publish.ts';
import { QUOTAS } from './quotas.ts';
import { type Facts, hard, type Resource, soft } from './resource.ts';
import { sampleItem, sampleMerge, sampleResult } from './samples.ts';
import type { SimulationSettings } from './settings.ts';
import type { SizedFunction } from './stack.ts';

const MIB = 1_024 ** 2;

export const ofFunctions = ({ settings, functions, shapes }: Facts): Resource[] => {
  const { lambda } = QUOTAS;
  const { tmpMegabytes, videos } = settings;
  const calls = shapes.flatMap((shape) => Object.values(shape.calls));
  const chunkCalls = shapes.flatMap((shape) => shape.chunkCalls);
  const seconds = (state: string) => Math.max(...shapes.map((shape) => shape.calls[state]?.seconds ?? 0));
  const most = (values: number[]) => Math.max(0, ...values);
  const timeOf = (name: string) => functions.get(name)?.timeoutSeconds ?? lambda.functionSeconds;
  const report = functions.get('ReportFunction');
  const listen = functions.get('ListenFunction');
  const publish = functions.get('PublishFunction');
  return [
    hard('Split, seconds', seconds('Split'), timeOf('SplitFunction'), 'TranscriberMemory; send soundtracks'),
    hard(
      'Transcribe, seconds',
      most(chunkCalls.map((call) => call.seconds)),
      timeOf('TranscribeFunction'),
      'ChunkMinutes, shorter; TranscriberMemory',
    ),
    hard('Merge, seconds', seconds('Merge'), timeOf('MergeFunction'), 'shorter videos'),
    hard(
      '/tmp of Split, MB',
      most(calls.map((call) => call.tmpBytes)) / MIB,
      tmpMegabytes,
      'EphemeralStorage',
    ),
    hard('Listen, seconds', listingSeconds(videos), timeOf('ListenFunction'), 'fewer videos a run'),
    hard('Listen, MB', listingMegabytes(settings), listen?.memory ?? 0, 'fewer videos a run'),
    hard('Report, seconds', reportSeconds(videos, report), timeOf('ReportFunction'), 'MemorySize of Report'),
    hard('Report, MB', reportMegabytes(videos), report?.memory ?? 0, 'MemorySize of Report'),
    // The run does not fail: its transcripts are there, and the previous page stays.
    soft(
      'Publish, seconds',
      publishSeconds(settings, publish?.memory ?? 0),
      timeOf('PublishFunction'),
      'several courses, each with a --prefix',
    ),
    hard('Publish, MB', publishMegabytes(settings), publish?.memory ?? 0, 'MemorySize of Publish'),
  ];
};

/** Only for a bare done.txt: Listen lists its videos, a thousand at a time. */
const listingSeconds = (videos: number): number => Math.ceil(videos / 1_000) * LISTING.pageSeconds;
const listingMegabytes = ({ videos, promptBytes }: SimulationSettings): number =>
  LISTING.megabytes +
  (videos / 1_000) * (LISTING.megabytesAThousand + promptBytes * LISTING.megabytesAThousandAndByte);

const reportSeconds = (videos: number, report: SizedFunction | undefined): number => {
  const vcpus = Math.min(1, (report?.memory ?? 0) / QUOTAS.lambda.megabytesAVcpu);
  return videos * Math.max(REPORT.cpuSecondsAResult / vcpus, REPORT.readSeconds / REPORT.readsAtOnce);
};
const reportMegabytes = (videos: number): number =>
  REPORT.megabytes + (videos / 1_000) * REPORT.megabytesAThousand;

export const ofFiles = ({ settings, trace }: Facts): Resource[] => {
  const { videos, minutes } = settings;
  const { s3, itemReader, nodejs } = QUOTAS;
  const bytesOf = (value: unknown) => Buffer.byteLength(JSON.stringify(value));
  const item = sampleItem(settings);
  const manifest = videos * (bytesOf(item) + 1);
  const merge = sampleMerge(settings, trace.steps.length);
  const result = bytesOf(sampleResult({ run: '', item, merge })) + 1;
  const input: RunInput = { run: '', bucket: '', manifest: '', maxConcurrency: 1 };
  const soundtrack = minutes * 60 * 32_000;
  return [
    hard(
      'Manifest, bytes: as one string',
      manifest,
      nodejs.stringBytes,
      'fewer videos a run; shorter prompts',
    ),
    hard('Manifest, bytes: of the ItemReader', manifest, itemReader.fileBytes, 'fewer videos a run'),
    hard('Manifest, items: of the ItemReader', videos, itemReader.items, 'fewer videos a run'),
    hard(
      'Item with its input, bytes',
      bytesOf({ ...input, item }),
      QUOTAS.stepFunctions.stateBytes,
      'shorter prompts',
    ),
    hard('Report, bytes: as one string', videos * result, nodejs.stringBytes, 'fewer videos a run'),
    hard('Soundtrack, parts', Math.ceil(soundtrack / (8 * MIB)), s3.partsOfAnUpload, 'shorter videos'),
  ];
};
