// What an estimate goes by, as data: measured where it says so, else stated assumptions. Prices are in shared/prices.ts.

/** docs/performance.md, 22 November 2026: a lecture of 904 s on 2 cores of an AMD EPYC, with tiny.en-q8_0. */
export const ENGINE = {
  /** Of processor time for an hour of speech, with everything around the engine. */
  cpuSecondsAnHour: 275,
  /** Their shares of that time: 53.8, 68.5 and 94.0 s. */
  quality: { fast: 0.79, balanced: 1, best: 1.37 },
  /** The time grows with a model's bytes: base took 1.8 times as long with 1.9 times the bytes. */
  modelMib: 42,
} as const;

/** Measured on the same machine: an hour of AAC decoded in 4 s, looked at by the voice detector in 10 s of processor time. */
export const SPLIT = { decodeSecondsAnHour: 4, detectorCpuSecondsAnHour: 10 } as const;

/** Of AWS. Assumed, but for the vCPUs, which Lambda's documentation gives. */
export const CLOUD = {
  megabytesAVcpu: 1_769,
  /** From the done marker to the first step. */
  runStartSeconds: 5,
  /** A function that starts from its image, and loads its model. */
  functionStartSeconds: 5,
  /** From S3 to a function, in one stream. */
  downloadBytesPerSecond: 80_000_000,
  mergeSeconds: 2,
  mergeMegabytes: 1_769,
  cleanupSeconds: 2,
  cleanupMegabytes: 512,
  /** Of an inline Map's iterations. */
  chunksAtOnce: 40,
} as const;

/** Until the engine and the S3 server of a local run are there, and what a video takes beside the engine. */
export const MACHINE = { runStartSeconds: 3, videoSeconds: 1 } as const;

/** Where nothing else says how long a file is: video of 1.1 Mbit/s, sound of 128 kbit/s, CD quality as it is and in FLAC. */
export const MEGABYTES_AN_HOUR: { [extension: string]: number } = {
  video: 500,
  mp3: 58,
  m4a: 58,
  ogg: 58,
  opus: 58,
  flac: 350,
  wav: 635,
};
