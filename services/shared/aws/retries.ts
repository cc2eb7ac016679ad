// How often a client asks AWS again: the functions' and the uploader's, except where videos are sent (uploader/send/retries.ts).

/** Includes the first try. The SDK's default is 3, but S3 answers 503 in bursts. */
export const maxAttempts = 6;
