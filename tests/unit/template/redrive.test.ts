// Tests scripts/redrive.sh with a fake AWS CLI that has one message in each queue.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { temporaryFolder } from '../../fixtures/temporary-folder.ts';

const SCRIPT = join(import.meta.dirname, '../../../scripts/redrive.sh');
const event = { detail: { object: { key: 'week 1/"é" 100%/done.txt' } } };

// For `describe-stack-resource … --logical-resource-id NAME` the id is NAME, and a file of that name has the answer.
const AWS = `
cd "$FOLDER" && echo "$*" >>calls
case "$1 $2" in
  'cloudformation describe-stack-resource') echo "$6" ;;
  'sqs receive-message') cat "$4" 2>/dev/null; rm -f "$4" ;;
  'lambda invoke') [ -z "$REFUSES" ] && cat "\${8#fileb://}" >>events ;;
esac`;

let folder = '';
const run = (args: string[], env = {}) =>
  spawnSync('bash', [SCRIPT, ...args], {
    encoding: 'utf8',
    env: {
      ...process.env,
      FOLDER: folder,
      PATH: [folder, process.env.PATH].join(delimiter),
      REFUSES: '',
      ...env,
    },
  });
const read = (name: string) => readFileSync(join(folder, name), 'utf8').trim().split('\n');
const answer = (ReceiptHandle: string, body: object) =>
  JSON.stringify({ Messages: [{ ReceiptHandle, Body: JSON.stringify(body) }] });

beforeEach(() => {
  folder = temporaryFolder();
  writeFileSync(join(folder, 'aws'), `#!/bin/sh\n${AWS}\n`, { mode: 0o755 });
  writeFileSync(join(folder, 'UndeliveredEvents'), answer('first', event));
  writeFileSync(
    join(folder, 'FailedEvents'),
    answer('second', { requestPayload: event, responsePayload: {} }),
  );
});

describe('scripts/redrive.sh', () => {
  it('passes the event of each message to Listen and then deletes the message', () => {
    const { status, stdout } = run(['transcribe']);

    expect({ status, stdout }).toEqual({ status: 0, stdout: 'Handed over to Listen: 2.\n' });
    expect(read('events').map((text) => JSON.parse(text))).toEqual([event, event]);
    expect(read('calls').filter((call) => call.startsWith('sqs delete-message'))).toEqual([
      'sqs delete-message --queue-url UndeliveredEvents --receipt-handle first',
      'sqs delete-message --queue-url FailedEvents --receipt-handle second',
    ]);
  });

  it('deletes nothing that Lambda did not accept', () => {
    const { status } = run(['transcribe'], { REFUSES: 'yes' });

    expect(status).not.toBe(0);
    expect(read('calls').filter((call) => call.includes('delete-message'))).toEqual([]);
  });

  it('requires the name of the stack', () => {
    expect(run([]).stderr).toContain('Of which stack?');
  });
});
