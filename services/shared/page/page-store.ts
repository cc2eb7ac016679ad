// Where the page is made: a folder of one machine, or a prefix of a bucket. Whoever makes the page brings one of these.

export type PageStore = {
  /** All that lies there. A version changes when the content does: an ETag, or a file's size and time. */
  list(): AsyncIterable<{ name: string; version: string }>;
  read(name: string): Promise<Buffer>;
  /** Whole or not at all: what is beside the name until the last byte is there is the store's business. */
  write(name: string, body: Buffer, contentType: string): Promise<void>;
  /** What is not there is removed already. */
  remove(name: string): Promise<void>;
};
