// Whose certificates AWS calls trust: those of Node.js and of NODE_EXTRA_CA_CERTS, and those of AWS_CA_BUNDLE, as with
// the AWS CLI.
import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { UserError } from '../../shared/contracts/errors.ts';

let trusted: string | undefined;

/**
 * Once for all connections of this process: a list of an agent's own would be read again for each of them, for 0.2 s.
 * @throws {UserError} a file that cannot be read, or holds no certificates.
 */
export const trustBundle = (bundle = process.env.AWS_CA_BUNDLE): void => {
  if (!bundle || bundle === trusted) return;
  try {
    tls.setDefaultCACertificates([...tls.getCACertificates('default'), readFileSync(bundle, 'utf8')]);
    trusted = bundle;
  } catch (cause) {
    const message = `AWS_CA_BUNDLE names ${bundle}, which is no readable file of certificates (PEM). Correct the variable, or unset it.`;
    throw new UserError(message, { cause });
  }
};
