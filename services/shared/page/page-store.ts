// Where the page is stored: a folder on this machine, or a prefix of a bucket.

export type PageStore = {
  /** Lists all files. A version changes with the content: an ETag, or a file's size and time. */
  list(): AsyncIterable<{ name: string; version: string }>;
  read(name: string): Promise<Buffer>;
  /** Writes the whole file or nothing. */
  write(name: string, body: Buffer, contentType: string): Promise<void>;
  /** Succeeds if the file does not exist. */
  remove(name: string): Promise<void>;
};
