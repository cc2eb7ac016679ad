// The figures behind an estimate: measured where stated, otherwise assumed. Prices are in shared/bill/prices.ts.

/** docs/performance.md, 26 November 2026: a lecture of 904 s on 2 cores of an Intel Xeon with AVX-512, with base-q8_0. */
export const ENGINE = {
  /** Processor time for an hour of speech, everything included. */
  cpuSecondsAnHour: 184,
  /** Relative to balanced; measured 40.5, 46.1 and 50.1 s. */
  quality: { fast: 0.88, balanced: 1, best: 1.09 },
  /** Time grows with a model's bytes: tiny.en took 0.56 of base's time at 0.54 of its size. */
  modelMib: 78,
} as const;

/** Measured on the same machine: decoding an hour of AAC took 4 s, its voice detection 4 s of processor time. */
export const SPLIT = { decodeSecondsAnHour: 4, detectorCpuSecondsAnHour: 4 } as const;

/** Assumptions on AWS, except for the vCPUs, which come from Lambda's documentation. */
export const CLOUD = {
  megabytesAVcpu: 1_769,
  /** From the done marker to the first step. */
  runStartSeconds: 5,
  /** Cold start: the image and the model are loaded. */
  functionStartSeconds: 5,
  /** From S3 to a function, in one stream. */
  downloadBytesPerSecond: 80_000_000,
  mergeSeconds: 2,
  mergeMegabytes: 1_769,
  cleanupSeconds: 2,
  cleanupMegabytes: 512,
  /** Iterations of an inline Map. */
  chunksAtOnce: 40,
} as const;

/** Start of the engine and the S3 server in a local run, and the time each video takes beside the engine. */
export const MACHINE = { runStartSeconds: 3, videoSeconds: 1 } as const;

/** Used when a file states no duration: video at 1.1 Mbit/s, audio at 128 kbit/s, raw and FLAC audio at CD quality. */
export const MEGABYTES_AN_HOUR: { [extension: string]: number } = {
  video: 500,
  mp3: 58,
  m4a: 58,
  ogg: 58,
  opus: 58,
  flac: 350,
  wav: 635,
};
