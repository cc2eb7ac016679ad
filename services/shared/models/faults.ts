// Download failures: which ones are worth another try, and what to tell the user about the rest. verify.ts reports wrong
// bytes.
import { codeOf, isNamed, UserError } from '../contracts/errors.ts';

export class WrongStatus extends Error {
  override name = 'WrongStatus';
  readonly status: number;
  readonly retryAfter: string | undefined;
  constructor(status: number, retryAfter?: string) {
    super(`the server answered with status ${status}`);
    this.status = status;
    this.retryAfter = retryAfter;
  }
}

/** The answer ended early, or is of another version than the part. */
export class NotWhole extends Error {
  override name = 'NotWhole';
  constructor(size: number, total: number) {
    super(`the server sent ${size} of ${total} bytes`);
  }
}

export class WebPage extends Error {
  override name = 'WebPage';
  constructor() {
    super('the server sent a web page instead of the model');
  }
}

const BROKEN =
  /^(ECONNRESET|EPIPE|ECONNABORTED|UND_ERR_SOCKET|UND_ERR_(BODY|HEADERS)_TIMEOUT|UND_ERR_RES_CONTENT_LENGTH_MISMATCH|HPE_.*)$/;
const UNREACHABLE =
  /^(ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/;
const UNTRUSTED = /CERT|UNABLE_TO_|ERR_SSL|^EPROTO$/;
const UNWRITABLE =
  /^(EACCES|EPERM|EROFS|ENOTDIR|EISDIR|ENOSPC|EDQUOT|EMFILE|ENFILE|ENAMETOOLONG|ESTALE|EBUSY|EIO)$/;

/** If another try may help, how long the server asks to wait. */
export const ifPassing = (error: unknown, wasReached: boolean): { retryAfterMs?: number } | undefined => {
  if (error instanceof WrongStatus) {
    const { status, retryAfter } = error;
    return status >= 500 || status === 429 || status === 408
      ? { retryAfterMs: delayOf(retryAfter) }
      : undefined;
  }
  const code = codeOf(error);
  // A network that worked a minute ago may come back; one that never did is reported at once.
  const isPassing = isNamed(error, 'NotWhole') || BROKEN.test(code) || (wasReached && UNREACHABLE.test(code));
  return isPassing ? {} : undefined;
};

/** Retry-After is a number of seconds or a date. */
const delayOf = (retryAfter = ''): number => {
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now();
  return Math.max(0, ms || 0);
};

/** An address without its query, which may hold secrets. */
export const withoutQuery = (url: URL): string => url.origin + url.pathname;

/** @param path where the model belongs. */
export const explainDownload = (error: unknown, name: string, url: URL, path: string): unknown => {
  if (isNamed(error, 'UserError')) return error;
  const { what, help } = explanation(error, path);
  const byHand = `Or put the file at ${path} yourself, or pass the path of a model file instead of its name.`;
  return new UserError(
    `The model ${name} cannot be downloaded from ${withoutQuery(url)}: ${what}. ${help} ${byHand}`,
    {
      cause: error,
    },
  );
};

const explanation = (error: unknown, path: string): { what: string; help: string } => {
  const code = codeOf(error);
  const what = `${code ? `${code}, ` : ''}${Error.isError(error) ? error.message || error.name : error}`;
  if (error instanceof WrongStatus) return { what, help: helpForStatus(error.status) };
  if (error instanceof WebPage)
    return { what, help: 'Check WHISPER_MODEL_URL, and whether this network requires a login.' };
  if (UNTRUSTED.test(code))
    return {
      what: `the secure connection failed (${what})`,
      help: "If a company's proxy signs the certificates here, set NODE_EXTRA_CA_CERTS to the PEM file of its CA.",
    };
  if (UNREACHABLE.test(code))
    return {
      what: `the server cannot be reached (${what})`,
      help: 'Check the network. Behind a proxy, set HTTPS_PROXY; for a mirror, set WHISPER_MODEL_URL.',
    };
  if (/proxy/i.test(what)) return { what, help: 'Check HTTPS_PROXY, including its user name and password.' };
  if (UNWRITABLE.test(code)) return { what, help: `Check the disk and the permissions of ${path}.` };
  return { what, help: 'Run the same command again to continue where it stopped.' };
};

const helpForStatus = (status: number): string => {
  if (status === 404) return 'The file does not exist. Check the name, and WHISPER_MODEL_URL if it is set.';
  if (status === 401 || status === 403) return 'Access is denied. Check WHISPER_MODEL_URL if it is set.';
  if (status === 407) return 'The proxy requires a user name and password. Put them into HTTPS_PROXY.';
  return 'Wait a while, then run the same command again to continue where it stopped.';
};
