// Notes requests as an S3 server receives them, and makes one go wrong. `answers.ts` modifies answers. The caller decides
// where the server is: in the process of the run, or in an account.
import type { IncomingMessage, ServerResponse } from 'node:http';
import { VIDEO_BUCKET } from '../../local/store.ts';
import { makeListings, type Outgoing, takeAnswer } from './answers.ts';
import { KEYS } from './clips.ts';
import { type Counted, type Fault, isList, type Noted, sortsOf } from './fault.ts';
import { hasWholeTranscript } from './invariants.ts';

export type RequestsDeps = {
  /** The folder of the buckets. */
  out: string;
  fault: Fault | undefined;
  note: (line: Noted) => void;
  /** Call it when the fault has happened. */
  met: () => void;
  isDue: (what: Counted) => boolean;
  /** Does what is not about answers: kills, empties, replaces. */
  act: (due: Fault) => void;
};

/** Returns the function to call before the server: true if it has handled the request. */
export const makeRequests = ({ out, fault, note, met, isDue, act }: RequestsDeps) => {
  const listings = makeListings();
  let refusing = 0;
  let waitsForList = false;

  const spoil = (due: Fault | undefined, request: IncomingMessage, outgoing: Outgoing): void => {
    const isStale = waitsForList && isList(request);
    const body = isStale ? listings.stale(request, outgoing.body(), fault?.keeps ?? false) : outgoing.body();
    if (due?.what === 'killRun' && due.phase === 'after') act(due);
    if (due?.what === 'lostAnswer') outgoing.lose();
    else if (due?.what === 'truncate' && body !== '') outgoing.halve();
    else if (body !== outgoing.body()) outgoing.replace(body);
    else {
      outgoing.pass();
      return;
    }
    waitsForList = false;
    met();
  };

  const noteDelete = ({ url, headers }: IncomingMessage): void => {
    const key = KEYS.find((name) => url === `/${VIDEO_BUCKET}/${name}?x-id=DeleteObject`);
    if (key) note({ type: 'delete', key, isTranscribed: hasWholeTranscript(out, key, headers['if-match']) });
  };

  return (request: IncomingMessage, response: ServerResponse): boolean => {
    const { method = '', url = '' } = request;
    note({ type: 'request', method, url });
    const due = sortsOf(request).filter(isDue).length > 0 ? fault : undefined;
    if (due?.what === 'slowDown') refusing = due.burst;
    // A list that cannot be wrong leaves the fault to the next one.
    if (due?.what === 'stale') waitsForList = true;
    if (refusing > 0) {
      refusing -= 1;
      met();
      refuse(request, response);
      return true;
    }
    noteDelete(request);
    takeAnswer(response, (outgoing) => {
      note({ type: 'answer', method, url, status: response.statusCode });
      listings.learn(request, response, outgoing);
      spoil(due, request, outgoing);
    });
    if (!due || due.phase === 'after') return false;
    act(due);
    if (due.what !== 'killRun' || due.turns > 0) return false;
    // The request never arrived.
    request.destroy();
    return true;
  };
};

const refuse = (request: IncomingMessage, response: ServerResponse): void => {
  request.resume();
  // Step Functions has its own format.
  if (request.headers['x-amz-target'])
    response
      .writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
      .end('{"__type":"ThrottlingException"}');
  else
    response
      .writeHead(503, { 'content-type': 'application/xml' })
      .end('<Error><Code>SlowDown</Code></Error>');
};
