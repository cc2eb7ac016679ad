// The conditions If-Match and If-None-Match.
import type { IncomingHttpHeaders } from 'node:http';
import { noSuchKey, S3Error } from './errors.ts';

const notMet = () =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold.');

const names = (header: string, etag: string): boolean =>
  header.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, '').replaceAll('"', '')));

export const isConditional = (headers: IncomingHttpHeaders): boolean =>
  headers['if-match'] !== undefined || headers['if-none-match'] !== undefined;

/** For a write. @param etag of the current object. @throws {S3Error} */
export const assertMayWrite = (headers: IncomingHttpHeaders, etag: string | undefined): void => {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (noneMatch !== undefined && noneMatch !== '*')
    throw new S3Error(501, 'NotImplemented', 'If-None-Match of a write has to be *.');
  if (match !== undefined && etag === undefined) throw noSuchKey();
  if (match !== undefined && !names(match, etag ?? '')) throw notMet();
  if (noneMatch !== undefined && etag !== undefined) throw notMet();
};

/** For a read: whether the client already has this version. @throws {S3Error} */
export const isUnchanged = (headers: IncomingHttpHeaders, etag: string): boolean => {
  const { 'if-match': match, 'if-none-match': noneMatch } = headers;
  if (match !== undefined && !names(match, etag)) throw notMet();
  return noneMatch !== undefined && names(noneMatch, etag);
};
