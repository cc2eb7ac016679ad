// The certificates that AWS calls trust: Node.js's, NODE_EXTRA_CA_CERTS and, as in the AWS CLI, AWS_CA_BUNDLE.
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { UserError } from '../../shared/contracts/errors.ts';

let trusted: string | undefined;

/**
 * Sets them once for the whole process: a list per agent would be read again for every connection, which takes 0.2 s.
 * @throws {UserError} if the file cannot be read or holds no certificates.
 */
export const trustBundle = (bundle = process.env.AWS_CA_BUNDLE): void => {
  if (!bundle || bundle === trusted) return;
  try {
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), readFileSync(bundle, 'utf8')]);
    trusted = bundle;
  } catch (cause) {
    const message = `AWS_CA_BUNDLE is set to ${bundle}, which is not a readable PEM file of certificates. Correct or unset the variable.`;
    throw new UserError(message, { cause });
  }
};
