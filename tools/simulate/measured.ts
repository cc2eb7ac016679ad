// Figures that were measured or assumed only for the simulation; the engine's rates are those of the estimate.

/** Merge of 24 h of words (201,798 of them), on one core of an AMD EPYC: 7.0 s; of 4 h, 1.0 s. */
export const MERGE_SECONDS_AN_HOUR = 0.3;

/**
 * Report over HTTP on loopback, 100,000 results of 558 bytes, one core of an AMD EPYC, heap of 420 MB; S3's time is
 * assumed.
 */
export const REPORT = {
  cpuSecondsAResult: 0.00072,
  megabytes: 150,
  megabytesAThousand: 4.9,
  readSeconds: 0.03,
  readsAtOnce: 50,
} as const;

/**
 * Listen over HTTP on loopback, heap of 420 MB: 1,000 and 100,000 keys, with no prompts or 1,660 bytes; a page's time
 * is assumed.
 */
export const LISTING = {
  pageSeconds: 0.3,
  megabytes: 100,
  megabytesAThousand: 1.9,
  megabytesAThousandAndByte: 0.0041,
} as const;

/**
 * Publish with 1,000 new lectures of an hour (9,000 words, 712 kB of json each), each in its own folder, on one core of
 * an Intel Xeon: 10.0 s and 335 MB, 99 MB of which are the files that it wrote. How long S3 takes is assumed.
 */
export const PUBLISH = {
  cpuSecondsAnHour: 0.01,
  megabytes: 130,
  /** The size of the outline, of which there are two. */
  megabytesAThousand: 2,
  requestSeconds: 0.03,
  readsAtOnce: 8,
  /** The keys that are listed for each video: its transcripts, and its words on the page. */
  keysAVideo: 5,
} as const;
