// How every AWS client is set up, in the functions and in the uploader.

/** First try and retries with back-off, where the SDK's default is 3: S3 answers 503 in bursts. */
export const maxAttempts = 6;

/** Another endpoint than AWS's has no name of its own for each bucket. */
export const needsPathStyle = (): boolean =>
  Boolean(process.env.AWS_ENDPOINT_URL_S3 || process.env.AWS_ENDPOINT_URL);
